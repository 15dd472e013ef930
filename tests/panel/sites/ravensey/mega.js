(function () {
  var button = document.getElementById("browse");
  var menu = document.getElementById("mega");
  var parts = [
    ["Rubbish and recycling", [["/rubbish/when-we-collect", "When we collect"], ["/rubbish/a-z", "Rubbish and recycling A–Z"], ["/rubbish/big-stuff", "Big stuff: sofas, fridges, beds"], ["/rubbish/garden", "Garden sacks and brown bins"], ["/rubbish/tidewharf-road", "Tidewharf Road reuse and recycling"], ["/rubbish/", "All rubbish and recycling"]]],
    ["Parking and streets", [["/parking/your-ticket", "Your ticket (PCN)"], ["{{origin:kerbside}}/ravensey/permits", "Permits, vouchers and suspensions"], ["/parking/disabled", "Blue Badges and disabled bays"], ["/streets/", "Streets and pavements"], ["/parking/consultations", "Parking zone consultations"]]],
    ["Council Tax and benefits", [["/council-tax/", "Council Tax"], ["/money/help-with-rent", "Getting help with rent"], ["/money/business-rates", "Business rates"]]],
    ["Housing", [["/housing/register-and-bidding", "The register and bidding"], ["/housing/losing-your-home", "About to lose your home"], ["/housing/tenants", "Our tenants and leaseholders"], ["/housing/estate-renewal", "Estate renewal"]]],
    ["Schools and families", [["/schools/apply-appeal-move", "Schools: apply, appeal, move"], ["/schools/dates", "Dates for your diary"], ["/schools/nurseries", "Nurseries and childcare"]]],
    ["Care and health", [["/care/", "Adults’ care"], ["/care/carers", "Unpaid carers"]]],
    ["Planning and building", [["{{origin:openregister}}/ravensey/simple", "Look up an application"], ["/planning/permission", "Before you build"], ["/planning/policy", "Planning policy"]]],
    ["Your borough", [["/libraries", "Libraries and study space"], ["/register-office/", "Register office"], ["/voting", "Voting"], ["{{origin:committeeroom}}/ravensey/mgMemberIndex", "Who represents you"], ["/travel/older-and-disabled", "Freedom Pass and Taxicard"], ["/parks", "Parks"]]]
  ];
  button.addEventListener("click", function () {
    var open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    menu.hidden = open;
    if (open || menu.childElementCount) { return; }
    parts.forEach(function (part) {
      var title = document.createElement("h2");
      title.textContent = part[0];
      var list = document.createElement("ul");
      part[1].forEach(function (entry) {
        var item = document.createElement("li");
        var link = document.createElement("a");
        link.href = entry[0];
        link.textContent = entry[1];
        item.appendChild(link);
        list.appendChild(item);
      });
      menu.appendChild(title);
      menu.appendChild(list);
    });
  });
}());
