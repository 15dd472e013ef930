// Everything here happens after the page was painted, as it does on sites that load widgets.
var main = document.querySelector("main");
setTimeout(function () {
  var alert = document.createElement("div");
  alert.className = "alert";
  [
    "Storm warning for this afternoon",
    "Recycling centres close at 2pm today and open again at noon tomorrow.",
    "The path around the lough and all playgrounds are shut until the wind drops.",
    "Bins that were not emptied will be collected on Saturday: please leave them out.",
    "To report a fallen tree, call 01632 960890 at any hour."
  ].forEach(function (sentence) {
    var line = document.createElement("p");
    line.textContent = sentence;
    alert.append(line);
  });
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
