// The token by which this tab may change something: kept until the tab is closed, never sent anywhere else.

import { element, freshID } from "./elements.js";
import { say } from "./language.js";
import { announce } from "./notices.js";

const tokenKey = "kindred.token";

/** Nil where nobody has typed one. */
export const keptToken = () => sessionStorage.getItem(tokenKey);

export const forgetToken = () => sessionStorage.removeItem(tokenKey);

/**
 * What a token is typed into, or the word that there is one.
 *
 * @param changed is told when one was typed or forgotten by hand
 */
export function tokenBox(changed) {
  if (keptToken()) {
    return element("p", { class: "token" }, say("tokenKept"),
      element("button", { type: "button", class: "quiet", click: () => keep("", changed) }, say("forgetToken")));
  }
  const id = freshID();
  const field = element("input", {
    id, type: "password", autocomplete: "off", spellcheck: "false", required: true, "aria-describedby": `${id}-help`,
  });
  return element("form", {
    class: "find", submit: (event) => { event.preventDefault(); keep(field.value.trim(), changed); },
  },
  element("label", { for: id }, say("token")),
  field, element("button", { type: "submit" }, say("useToken")),
  element("p", { id: `${id}-help`, class: "help" }, say("tokenHelp")));
}

function keep(token, changed) {
  if (token) sessionStorage.setItem(tokenKey, token);
  else forgetToken();
  changed();
  announce(say(token ? "tokenKept" : "tokenForgotten"), "token");
}

/** Goes to where a token is typed, having said why. */
export function askForToken(place, notice, said) {
  notice.replaceChildren(element("p", { role: "alert" }, said));
  place.querySelector("input[type=password]")?.focus();
}
