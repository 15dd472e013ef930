// The mega-menu: nothing of it is in the page until this runs, and it opens on hover or click.
var menu = [
  ["Residents", [["Bins and recycling", "/bins"], ["Council tax", "/council-tax"], ["Housing", "/housing"], ["Parking permits", "/parking"], ["Libraries", "/libraries"], ["Schools", "/school-admissions"]]],
  ["Business", [["Planning and building", "/planning"], ["Licences", "/planning"], ["Business rates", "https://business.fenwharf.example/"]]],
  ["Get involved", [["Elections", "/elections"], ["Councillors", "/councillors"], ["News", "/news"]]]
];
var place = document.getElementById("menu");
menu.forEach(function (group) {
  var item = document.createElement("div");
  item.className = "group";
  var title = document.createElement("span");
  title.textContent = group[0] + " ▾";
  title.onclick = function () { item.classList.toggle("open"); };
  item.onmouseenter = function () { item.classList.add("open"); };
  item.onmouseleave = function () { item.classList.remove("open"); };
  item.appendChild(title);
  var panel = document.createElement("div");
  panel.className = "panel";
  group[1].forEach(function (entry) {
    var link = document.createElement("a");
    link.textContent = entry[0];
    link.href = entry[1];
    panel.appendChild(link);
  });
  item.appendChild(panel);
  place.appendChild(item);
});
var slides = document.querySelectorAll(".slide");
var shown = 0;
if (slides.length) setInterval(function () {
  slides[shown].hidden = true;
  shown = (shown + 1) % slides.length;
  slides[shown].hidden = false;
}, 4000);
