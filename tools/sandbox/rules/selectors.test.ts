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
])("matches labels with the selector %j", (selector, expected) => {
  expect(matchesLabels(labels, parseLabelSelector(selector))).toBe(expected)
})

test("rejects an invalid selector", () => {
  expect(() => parseLabelSelector("a=b=c")).toThrow("unable to parse requirement")
  expect(() => parseFieldSelector("nothing")).toThrow("invalid selector")
})

test("requires both labels and expressions of a selector object", () => {
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

test("compares fields as text and treats a missing one as empty", () => {
  const pod = { metadata: { name: "a" }, status: { phase: "Running" } }
  expect(matchesFields(pod, parseFieldSelector("metadata.name=a,status.phase!=Failed"))).toBe(true)
  expect(matchesFields(pod, parseFieldSelector("spec.nodeName=sandbox"))).toBe(false)
})
