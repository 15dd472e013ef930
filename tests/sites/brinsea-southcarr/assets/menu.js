var button = document.querySelector(".menu");
button.addEventListener("click", function () {
  var open = document.getElementById("sections").classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
});
