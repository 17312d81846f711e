import { describe, expect, it } from "vitest"
import { setValues } from "@/cli/set-values"

describe("setValues", () => {
  it.each([
    ["image.tag=v1.2.0", { image: { tag: "v1.2.0", name: "shop" }, replicas: 1 }],
    ["replicas=3", { image: { name: "shop" }, replicas: 3 }],
    ["image=none", { image: "none", replicas: 1 }],
    ["debug=true", { image: { name: "shop" }, replicas: 1, debug: true }],
    ["zip=01234", { image: { name: "shop" }, replicas: 1, zip: "01234" }],
    ["url=https://a.test/?b=c", { image: { name: "shop" }, replicas: 1, url: "https://a.test/?b=c" }],
    ["empty=", { image: { name: "shop" }, replicas: 1, empty: "" }],
    ["image.name=null", { image: { name: null }, replicas: 1 }],
  ])("%s sets one value and keeps the others", (setting, expected) => {
    const values = { image: { name: "shop" }, replicas: 1 }
    expect(setValues(values, [setting])).toEqual(expected)
    expect(values).toEqual({ image: { name: "shop" }, replicas: 1 })
  })

  it("applies the last of repeated settings, and sets __proto__ like any other name", () => {
    const { a, ...rest } = setValues({}, ["a=1", "a=2", "__proto__.x=1"])
    expect(a).toBe(2)
    expect(Object.keys(rest)).toEqual(["__proto__"])
  })

  it.each(["image.tag", "=v1", "a..b=1", "list[0]=a", "list={a,b}", "a=1,b=2"])("rejects %s", (setting) => {
    expect(() => setValues({}, [setting])).toThrow(`not "${setting}"`)
  })
})
