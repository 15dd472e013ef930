const sections = {
  "Bins and recycling": [["Bin calendar", "/bins/calendar"], ["Garden waste subscriptions", "/bins/garden"], ["Bulky items", "/bins/bulky"], ["Recycling centres", "/bins/recycling-centres"]],
  "Council tax and benefits": [["Council tax", "/council-tax"], ["Housing benefit and council tax support", "/benefits"], ["Business rates", "/business-rates"]],
  "Roads and parking": [["Report a road defect", "/roads/defect"], ["Street lighting faults", "/roads/lighting"], ["Parking fines", "/parking/fines"], ["Parking permits", "/parking/permits"]],
  "Housing": [["Find a home", "/housing/find-a-home"], ["Homeless or at risk", "/housing/homeless"], ["Repairs", "/housing/repairs"]],
  "Schools and children": [["School places", "/schools/places"], ["Term dates and holidays", "/schools/term-dates"], ["Family hubs", "/children/family-hubs"]],
  "Health and care": [["Care and support for adults", "/care"], ["Blue Badge", "/care/blue-badge"], ["Family planning clinics", "/health/family-planning"]],
  "Planning and building": [["Planning", "/planning"], ["Building control", "/building-control"], ["Emergency planning", "/emergency-planning"]],
  "Your council": [["Councillors", "/council/councillors"], ["Elections and voting", "/council/elections"], ["Committee papers", "/council/papers"], ["Jobs", "/jobs"], ["Comments and complaints", "/council/complaints"]],
};
const menu = document.getElementById("mega");
const button = document.getElementById("menu");
button.addEventListener("click", () => {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  menu.hidden = open;
  if (menu.childElementCount) return;
  for (const [name, links] of Object.entries(sections)) {
    const opener = document.createElement("button");
    opener.type = "button";
    opener.textContent = name;
    opener.setAttribute("aria-expanded", "false");
    const panel = document.createElement("div");
    panel.className = "panel";
    const list = panel.appendChild(document.createElement("ul"));
    for (const [text, path] of links) {
      const link = list.appendChild(document.createElement("li")).appendChild(document.createElement("a"));
      link.href = path;
      link.textContent = text;
    }
    opener.addEventListener("click", () => {
      const shown = panel.classList.toggle("open");
      opener.setAttribute("aria-expanded", String(shown));
    });
    menu.append(opener, panel);
  }
});
