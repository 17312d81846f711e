import { describe, expect, test } from "vitest"
import { jsonPatch } from "./json-patch"
import { mergePatch } from "./merge-patch"
import { builtInShape } from "./shape"
import { strategicMerge } from "./strategic-merge"

const merged = (target: object, patch: object) =>
  strategicMerge(JSON.parse(JSON.stringify(target)), JSON.parse(JSON.stringify(patch)), builtInShape)

describe("a strategic merge patch", () => {
  test("merges containers by name, replaces plain lists, removes null fields", () => {
    const target = {
      containers: [
        { name: "a", image: "1", args: ["x"], tty: true },
        { name: "b", image: "1" },
      ],
    }
    const patch = { containers: [{ name: "a", image: "2", args: ["y"], tty: null }] }
    expect(merged(target, patch)).toEqual({
      containers: [
        { name: "a", image: "2", args: ["y"] },
        { name: "b", image: "1" },
      ],
    })
  })

  test("deletes an item and applies the requested item order", () => {
    const target = { env: [{ name: "A" }, { name: "B" }, { name: "C" }] }
    const patch = {
      env: [{ $patch: "delete", name: "B" }, { name: "D" }],
      "$setElementOrder/env": [{ name: "D" }, { name: "C" }, { name: "A" }],
    }
    expect(merged(target, patch)).toEqual({ env: [{ name: "D" }, { name: "C" }, { name: "A" }] })
  })

  test("replaces a map or a list with a directive, and keeps only the retained keys", () => {
    expect(
      merged({ strategy: { type: "A", old: 1 } }, { strategy: { $patch: "replace", type: "B" } }),
    ).toEqual({ strategy: { type: "B" } })
    expect(merged({ env: [{ name: "A" }] }, { env: [{ name: "B" }, { $patch: "replace" }] })).toEqual({
      env: [{ name: "B" }],
    })
    expect(
      merged(
        { strategy: { type: "A", rollingUpdate: {} } },
        { strategy: { $retainKeys: ["type"], type: "B" } },
      ),
    ).toEqual({ strategy: { type: "B" } })
  })

  test("deletes single values from a list of values", () => {
    const patch = { "$deleteFromPrimitiveList/finalizers": ["a"], finalizers: ["c"] }
    expect(merged({ finalizers: ["a", "b"] }, patch)).toEqual({ finalizers: ["b", "c"] })
  })
})

describe("a JSON patch", () => {
  test("adds, replaces, moves, copies and removes", () => {
    const patch = [
      { op: "test", path: "/a", value: 1 },
      { op: "add", path: "/list/-", value: 3 },
      { op: "replace", path: "/a", value: 2 },
      { op: "copy", from: "/a", path: "/b~1c" },
      { op: "remove", path: "/list/0" },
      { op: "move", from: "/a", path: "/d" },
    ]
    expect(jsonPatch({ a: 1, list: [1, 2] }, patch)).toEqual({ list: [2, 3], "b/c": 2, d: 2 })
  })

  test.each([
    [[{ op: "test", path: "/a", value: 2 }]],
    [[{ op: "remove", path: "/missing" }]],
    [[{ op: "add", path: "no-slash", value: 1 }]],
    [[{ op: "fly", path: "/a" }]],
    ["no list"],
  ])("is rejected if invalid: %j", (patch) => {
    expect(() => jsonPatch({ a: 1 }, patch)).toThrow(/JSON patch/)
  })
})

test("a merge patch merges maps, replaces lists and removes null fields", () => {
  expect(mergePatch({ a: { b: 1, c: 2 }, list: [1] }, { a: { b: null, d: 3 }, list: [2] })).toEqual({
    a: { c: 2, d: 3 },
    list: [2],
  })
})
