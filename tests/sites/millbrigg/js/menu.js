function toggle() {
  document.getElementById("links").classList.toggle("open");
}
