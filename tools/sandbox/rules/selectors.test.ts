import { expect, test } from "vitest"
import { matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector, selectorOf } from "./selectors"

const labels = { app: "web", tier: "front" }

test.each([
  ["", true],
  ["app=web", true],
  ["app==web,tier=back", false],
  ["app!=web", false],
  ["missing!=x", true],
  ["tier in (front, back)", true],
  ["tier notin (front,back)", false],
  ["app,!missing", true],
  ["!app", false],
  ["owner=helm,name in (a,b),status notin (superseded)", false],
])("the label selector %j chooses rightly", (selector, expected) => {
  expect(matchesLabels(labels, parseLabelSelector(selector))).toBe(expected)
})

test("what is no selector is refused", () => {
  expect(() => parseLabelSelector("a=b=c")).toThrow("unable to parse requirement")
  expect(() => parseFieldSelector("nothing")).toThrow("invalid selector")
})

test("a selector inside an object asks for labels and expressions together", () => {
  const selector = selectorOf({
    matchLabels: { app: "web" },
    matchExpressions: [
      { key: "tier", operator: "NotIn", values: ["back"] },
      { key: "tier", operator: "Exists" },
    ],
  })
  expect(matchesLabels(labels, selector)).toBe(true)
  expect(matchesLabels({ app: "web" }, selector)).toBe(false)
})

test("fields are compared as text, and what is missing is empty", () => {
  const pod = { metadata: { name: "a" }, status: { phase: "Running" } }
  expect(matchesFields(pod, parseFieldSelector("metadata.name=a,status.phase!=Failed"))).toBe(true)
  expect(matchesFields(pod, parseFieldSelector("spec.nodeName=sandbox"))).toBe(false)
})
