import { badRequest } from "../api-error"
import { type Json, type JsonObject, listAt, textAt, textsAt, valueAt } from "../json"

export type Labels = Record<string, string>
type Requirement = { key: string; operator: "in" | "notin" | "exists" | "absent"; values: string[] }
export type LabelSelector = readonly Requirement[]

const setBased = /^([\w./-]+)\s+(in|notin)\s+\(([^)]*)\)$/
const equality = /^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$/
const presence = /^(!?)\s*([\w./-]+)$/

/** Parses `app=web,tier in (a,b),!legacy`. Rejects an invalid selector with a 400. */
export function parseLabelSelector(text: string): LabelSelector {
  return splitOutsideBrackets(text).map(parseRequirement)
}

function splitOutsideBrackets(text: string): string[] {
  const parts = text.match(/(?:[^,(]|\([^)]*\))+/g) ?? []
  return parts.map((part) => part.trim()).filter((part) => part !== "")
}

function parseRequirement(part: string): Requirement {
  const [, setKey, word, list] = setBased.exec(part) ?? []
  if (setKey !== undefined && list !== undefined) {
    const values = list.split(",").map((value) => value.trim())
    return { key: setKey, operator: word === "in" ? "in" : "notin", values }
  }
  const [, key, sign, value] = equality.exec(part) ?? []
  if (key !== undefined && value !== undefined) {
    return { key, operator: sign === "!=" ? "notin" : "in", values: [value] }
  }
  const [, not, name] = presence.exec(part) ?? []
  if (name === undefined) throw badRequest(`unable to parse requirement: ${part}`)
  return { key: name, operator: not === "!" ? "absent" : "exists", values: [] }
}

const satisfies: Record<Requirement["operator"], (value: string | undefined, values: string[]) => boolean> = {
  in: (value, values) => value !== undefined && values.includes(value),
  notin: (value, values) => value === undefined || !values.includes(value),
  exists: (value) => value !== undefined,
  absent: (value) => value === undefined,
}

export function matchesLabels(labels: Labels, selector: LabelSelector): boolean {
  return selector.every(({ key, operator, values }) =>
    satisfies[operator](Object.hasOwn(labels, key) ? labels[key] : undefined, values),
  )
}

const operators: Record<string, Requirement["operator"]> = {
  In: "in",
  NotIn: "notin",
  Exists: "exists",
  DoesNotExist: "absent",
}

/** A selector inside an object: `{ matchLabels, matchExpressions }`. */
export function selectorOf(value: Json | undefined): LabelSelector {
  const equal = Object.entries(textsAt(value, "matchLabels")).map(
    ([key, value]): Requirement => ({ key, operator: "in", values: [value] }),
  )
  const expressions = listAt(value, "matchExpressions").map(
    (expression): Requirement => ({
      key: textAt(expression, "key") ?? "",
      operator: operators[textAt(expression, "operator") ?? ""] ?? "in",
      values: listAt(expression, "values").filter((one) => typeof one === "string"),
    }),
  )
  return [...equal, ...expressions]
}

export type FieldSelector = readonly { path: string[]; value: string; equal: boolean }[]

/** Parses `metadata.name=web,status.phase!=Running`. */
export function parseFieldSelector(text: string): FieldSelector {
  return text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const [, field, sign, value] = /^([\w.]+)(==|=|!=)(.*)$/.exec(part.trim()) ?? []
      if (field === undefined || value === undefined) throw badRequest(`invalid selector: '${part}'`)
      return { path: field.split("."), value, equal: sign !== "!=" }
    })
}

export function matchesFields(object: JsonObject, selector: FieldSelector): boolean {
  return selector.every(({ path, value, equal }) => {
    const actual = valueAt(object, ...path)
    const text = actual === undefined || actual === null ? "" : String(actual)
    return (text === value) === equal
  })
}
