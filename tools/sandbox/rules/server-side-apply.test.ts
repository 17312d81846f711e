import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { JsonObject } from "../json"
import type { KubeObject } from "../kube-object"
import { apply, ownAfterUpdate, ownable } from "./ownership"
import { builtInShape } from "./shape"

const bare: KubeObject = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", uid: "1" } }
const helm = { manager: "helm", apiVersion: "apps/v1" }
const kubectl = { manager: "kubectl", apiVersion: "apps/v1" }

function applied(live: KubeObject, content: JsonObject, writer = helm, force = false): KubeObject {
  const result = apply(live, { ...bare, ...content }, writer, force, builtInShape)
  if ("conflicts" in result) throw new Error(result.conflicts.map(({ field }) => field).join(" "))
  return result.object
}

const podSpec = (containers: JsonObject[]): JsonObject => ({ spec: { template: { spec: { containers } } } })

describe("server-side apply", () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean())
  const names = fc.constantFrom("a", "b", "c", "d")
  const container = fc.record({ name: names, image: leaf, command: fc.array(leaf, { maxLength: 2 }) })
  const content = fc.record({
    spec: fc.dictionary(names, fc.oneof(leaf, fc.dictionary(names, leaf, { minKeys: 1 })), { minKeys: 1 }),
    containers: fc.uniqueArray(container, { selector: ({ name }) => name, minLength: 1 }),
  })

  test("replaces the fields that the same manager applied before", () => {
    fc.assert(
      fc.property(content, content, (first, second) => {
        const live = applied(applied(bare, first), second)
        expect(ownable(live)).toEqual(second)
      }),
    )
  })

  test("keeps the fields of another manager", () => {
    const both = applied(applied(bare, { spec: { a: 1, shared: 1 } }), { spec: { b: 2, shared: 1 } }, kubectl)
    expect(both.spec).toEqual({ a: 1, b: 2, shared: 1 })
    expect(applied(both, { spec: { a: 1 } }).spec).toEqual({ a: 1, b: 2, shared: 1 })
    expect(applied(applied(both, { spec: { a: 1 } }), { spec: { b: 2 } }, kubectl).spec).toEqual({
      a: 1,
      b: 2,
    })
  })

  test("removes a list item with its defaults when its manager no longer applies it", () => {
    const live = applied(
      bare,
      podSpec([
        { name: "a", image: "a:1" },
        { name: "b", image: "b:1" },
      ]),
    )
    const filled = {
      ...live,
      ...podSpec([
        { name: "a", image: "a:1" },
        { name: "b", image: "b:1", imagePullPolicy: "Always" },
      ]),
    }
    expect(applied(filled, podSpec([{ name: "a", image: "a:2" }])).spec).toEqual(
      podSpec([{ name: "a", image: "a:2" }]).spec,
    )
  })

  test("reports a manually changed field as a conflict with its manager, and overwrites it with force", () => {
    const live = applied(bare, { spec: { replicas: 1 } })
    const scaled = ownAfterUpdate(
      live,
      { ...live, spec: { replicas: 5 } },
      { ...kubectl, subresource: "scale" },
      builtInShape,
    )
    expect(apply(scaled, { ...bare, spec: { replicas: 2 } }, helm, false, builtInShape)).toEqual({
      conflicts: [
        { manager: "kubectl", apiVersion: "apps/v1", operation: "Update", field: ".spec.replicas" },
      ],
    })
    const forced = applied(scaled, { spec: { replicas: 2 } }, helm, true)
    expect(forced.spec).toEqual({ replicas: 2 })
    expect(applied(forced, { spec: { replicas: 3 } }).spec).toEqual({ replicas: 3 })
  })

  test("names the item of a conflict in a list", () => {
    const live = applied(bare, podSpec([{ name: "app", image: "a:1" }]))
    const result = apply(
      live,
      { ...bare, ...podSpec([{ name: "app", image: "a:2" }]) },
      kubectl,
      false,
      builtInShape,
    )
    expect(result).toMatchObject({
      conflicts: [{ field: '.spec.template.spec.containers[name="app"].image' }],
    })
  })
})
