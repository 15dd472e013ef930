// Everything here happens after the page was painted, as it does on sites that load widgets.
var main = document.querySelector("main");
setTimeout(function () {
  var alert = document.createElement("p");
  alert.className = "alert";
  alert.textContent = "Storm warning: recycling centres close at 2pm today and the lough path is shut.";
  main.prepend(alert);
}, 350);
setTimeout(function () {
  var news = document.getElementById("news");
  if (!news) return;
  ["New bins for glass", "Leisure centre pool closed for tiling", "Have your say on the town park"].forEach(function (text) {
    var story = document.createElement("p");
    story.className = "story";
    story.textContent = text;
    news.append(story);
  });
}, 700);
var cookies = document.querySelector(".cookies");
setTimeout(function () { cookies.hidden = false; }, 250);
cookies.querySelectorAll("button").forEach(function (button) {
  button.onclick = function () { cookies.hidden = true; };
});
