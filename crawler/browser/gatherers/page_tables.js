// Tables and how they are marked up. Returns JSON in the shape of facts.tables.PageTables.
(limits) => {
  const {
    all, attribute, children, content, find, getter, name, parent, style, within, words,
  } = dom;
  const { roleOf } = parts;
  const seen = parts.sight();
  const rowsOf = getter(HTMLTableElement.prototype, "rows");
  const cellsOf = getter(HTMLTableRowElement.prototype, "cells");
  const captionOf = getter(HTMLTableElement.prototype, "caption");
  const closest = (element, query) => Element.prototype.closest.call(element, query);

  const MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ion|chwe|maw|ebr|mai|meh|gor|aws|med|hyd|tach|rhag";
  const DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day|dydd (?:llun|mawrth|mercher|iau|gwener|sadwrn|sul)";
  const DATUM = new RegExp(
    "^(?:(?:from |up to |over |under |about |o |hyd at )?[£$€]?\\s?\\d[\\d.,\\s]*(?:%|p|k|m|km|kg|miles?|am|pm|yb|yh|hours?|days?|weeks?|per \\w+|a \\w+)?" +
      "|\\d{1,2}[:.]\\d\\d ?(?:am|pm)?|\\d{1,2}(?:[:.]\\d\\d)? ?(?:am|pm)? ?(?:-|–|to|i) ?\\d{1,2}(?:[:.]\\d\\d)? ?(?:am|pm)?" +
      "|\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}" +
      `|(?:(?:${DAY}),? )?\\d{1,2}(?:st|nd|rd|th)? (?:${MONTH})[a-z]*\\.?(?: \\d{4})?|(?:${DAY})s?)$`,
    "i",
  );
  const FILLER = /^(?:-|–|—|n\/?a|none|free|nil|closed|yes|no|✓|✔|x|tbc|am ddim|dim|ie|na)?$/i;
  const BLOCKS = "h1, h2, h3, h4, h5, h6, form, nav, iframe, video, dl, ul ul, p + p, ul + p, p + ul, section, article, header, footer, hr";

  const said = (cell) => words(content(cell), 200);
  const weight = (element) => parseInt(style(element).fontWeight, 10) || 400;
  // Bold as a whole: by its own weight, or by that of the only element in it.
  const bold = (cell) => {
    const text = said(cell);
    if (!text) return false;
    for (let at = cell, deep = 0; at && deep < 4; deep += 1) {
      if (weight(at) >= 600) return true;
      at = [...children(at)].find((child) => said(child) === text) ?? null;
    }
    return false;
  };
  const ground = (cell) => {
    const own = style(cell).backgroundColor;
    return own === "rgba(0, 0, 0, 0)" ? style(parent(cell)).backgroundColor : own;
  };

  let complete = true;
  const describe = (table, heading) => {
    const rows = [];
    for (const row of rowsOf(table)) {
      if (rows.length >= limits.rows) {
        complete = false;
        break;
      }
      const cells = [...cellsOf(row)].slice(0, limits.columns);
      if (cells.length && seen(row)) rows.push(cells);
    }
    const flat = rows.flat();
    const isHeader = (cell) => name(cell) === "th" || /^(column|row)header$/.test(roleOf(cell));
    const header = flat.filter((cell) => isHeader(cell) && (said(cell) || find(cell, "img")));
    const span = (cell, key) => Math.min(parseInt(attribute(cell, key), 10) || 1, 100);
    const widths = rows.map((cells) => cells.reduce((sum, cell) => sum + span(cell, "colspan"), 0));
    const columns = Math.max(0, ...rows.map((cells) => cells.length));
    const regular = widths.every((width) => width === widths[0]) &&
      !flat.some((cell) => span(cell, "rowspan") > 1);

    let dataColumns = 0;
    if (rows.length >= 2 && columns >= 2) {
      const body = rows.length > 2 ? rows.slice(1) : rows;
      for (let at = 0; at < columns; at += 1) {
        const texts = body.map((cells) => (cells[at] ? said(cells[at]) : "")).filter((text) => !FILLER.test(text));
        if (texts.length >= 2 && texts.every((text) => text.length <= 40 && DATUM.test(text))) dataColumns += 1;
      }
    }
    const [first = [], second = []] = rows;
    const stands = (mark) => first.length > 1 && first.every(mark) && !second.some(mark);
    const boldRow = rows.length > 1 && first.length > 1 && first.every((cell) => said(cell)) &&
      (stands(bold) || name(parent(parent(first[0]))) === "thead" ||
        (second.length > 0 && first.every((cell) => ground(cell) !== "rgba(0, 0, 0, 0)") &&
          ground(first[0]) !== ground(second[0]) && rows.length > 2 &&
          (!rows[2][0] || ground(first[0]) !== ground(rows[2][0]))));

    const headerRows = rows.filter((cells) => cells.length > 1 && cells.every(isHeader)).length;
    const spans = header.filter((cell) => span(cell, "colspan") > 1 || span(cell, "rowspan") > 1);
    const late = rows.findIndex((cells) => !cells.some((cell) => !isHeader(cell)));
    const tied = flat.some((cell) => attribute(cell, "headers")) ||
      [...spans].every((cell) => attribute(cell, "scope")) && header.some((cell) => attribute(cell, "scope"));
    const caption = captionOf(table);
    const captionText = caption ? words(content(caption), 200) : "";
    const named = Boolean(captionText || names.labelled(table, 50) || attribute(table, "title"));
    return {
      spot: names.spot(table),
      rows: rows.length, columns, regular, headers: header.length, role: roleOf(table).slice(0, 30),
      caption: captionText, summary: Boolean(words(attribute(table, "summary"), 10)), named, heading,
      cells: flat.filter((cell) => said(cell)).length,
      blocks: flat.filter((cell) => find(cell, BLOCKS)).length,
      long: flat.filter((cell) => words(content(cell), 400).length > 120).length,
      fields: within(table, "input:not([type=hidden]), select, textarea").length,
      nested: within(table, "table").length,
      inner: closest(parent(table), "table") !== null,
      data_columns: dataColumns, bold_row: boldRow,
      bordered: flat.slice(0, 20).some((cell) => {
        const { borderBottomStyle: kind, borderBottomWidth: width } = style(cell);
        return kind !== "none" && parseFloat(width) > 0;
      }),
      tangled: (spans.length > 0 || (headerRows > 1 && late >= 0)) && !tied,
    };
  };

  const tables = [];
  let heading = "";
  for (const element of all(document, "table, h2, h3, h4, h5, h6, [role=heading]")) {
    if (name(element) !== "table") {
      if (seen(element)) heading = words(content(element), 200);
      continue;
    }
    if (!seen(element)) continue;
    if (tables.length >= limits.tables) {
      complete = false;
      break;
    }
    const table = describe(element, heading);
    heading = "";
    if (table.rows) tables.push(table);
  }
  return JSON.stringify({ complete, tables });
}
