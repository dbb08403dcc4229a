// The reference: what openapi.json says, for people.

import { element } from "./elements.js";

/** The part of the document that a value refers to, or the value itself. */
function resolved(document, value) {
  const path = value.$ref?.replace("#/", "").split("/");
  return path ? path.reduce((part, name) => part[name], document) : value;
}

/** What a schema allows, in a few words. */
function allowed(document, schema) {
  const name = schema.$ref?.split("/").pop();
  if (name) return name;
  if (schema.enum) return schema.enum.join(", ");
  if (schema.type === "array") return `list of ${schema.items ? allowed(document, schema.items) : "anything"}`;
  const range = schema.minimum === undefined ? "" : ` from ${schema.minimum}${schema.maximum === undefined ? "" : ` to ${schema.maximum}`}`;
  return (schema.type ?? "anything") + range;
}

function table(head, rows) {
  return element("table", {}, [
    element("thead", {}, [element("tr", {}, head.map((text) => element("th", { scope: "col" }, [text])))]),
    element("tbody", {}, rows.map((cells) => element("tr", {}, cells.map((cell) => element("td", {}, [cell]))))),
  ]);
}

function operation(document, path, method, shared, described) {
  const parameters = [...shared, ...(described.parameters ?? [])].map((one) => resolved(document, one));
  const parts = [
    element("h2", { id: described.operationId }, [`${method.toUpperCase()} ${path}`]),
    element("p", {}, [described.summary]),
  ];
  if (described.description) parts.push(element("p", {}, [described.description]));
  if (described.security) parts.push(element("p", {}, ["Needs a token: Authorization: Bearer TOKEN."]));
  if (parameters.length) {
    parts.push(
      table(
        ["parameter", "in", "value", "meaning"],
        parameters.map((one) => [one.name, one.in, allowed(document, one.schema), one.description]),
      ),
    );
  }
  for (const [type, body] of Object.entries(described.requestBody?.content ?? {})) {
    parts.push(element("p", {}, [`Body: ${type}, ${allowed(document, body.schema)}`]));
  }
  parts.push(
    table(
      ["status", "answer"],
      Object.entries(described.responses).map(([status, answer]) => [status, answer.description]),
    ),
  );
  return parts;
}

function schema(document, name, described) {
  const properties = Object.entries(described.properties ?? {});
  return [
    element("h3", { id: name }, [name]),
    element("p", {}, [described.description ?? ""]),
    table(
      ["key", "value", "meaning"],
      properties.map(([key, value]) => [
        key + (described.required?.includes(key) ? "" : " (optional)"),
        allowed(document, value),
        value.description ?? "",
      ]),
    ),
  ];
}

const main = document.getElementById("main");
const description = await (await fetch("openapi.json")).json();
main.append(element("p", {}, [`${description.info.summary} ${description.info.description}`]));
for (const [path, item] of Object.entries(description.paths)) {
  for (const [method, described] of Object.entries(item)) {
    if (method === "parameters") continue;
    main.append(...operation(description, path, method, item.parameters ?? [], described));
  }
}
main.append(element("h2", {}, ["Objects"]));
for (const [name, described] of Object.entries(description.components.schemas)) {
  main.append(...schema(description, name, described));
}
main.append(element("h2", {}, ["Problems"]));
for (const [kind, title] of Object.entries(description.components.schemas.Problem["x-kinds"])) {
  main.append(element("h3", { id: kind }, [kind]), element("p", {}, [title]));
}
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
