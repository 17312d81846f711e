import { globSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { fillTemplate } from "@/components/console/pipelines/fill-template"

const values = { url: "https://s.test", application: "prod-shop", environment: "live" }

describe("fillTemplate", () => {
  it("replaces address, application and environment, each once", () => {
    const text = "https://slipway.example.com/api shop prod product shopping"
    expect(fillTemplate(text, values)).toBe("https://s.test/api prod-shop live product shopping")
  })

  it("keeps the example for an unknown value, and for a name that would need quotes", () => {
    const text = "https://slipway.example.com shop prod"
    expect(fillTemplate(text, { url: "", application: "", environment: "Production – web" })).toBe(text)
  })

  it.each(globSync("deploy/pipelines/*/*"))("leaves no example values in %s", (file) => {
    const text = readFileSync(file, "utf8")
    expect(fillTemplate(text, values)).not.toMatch(
      /slipway\.example\.com|\bshop\b(?<!prod-shop)|\bprod\b(?!-shop)/,
    )
    if (!file.endsWith("action.yml")) expect(fillTemplate(text, values)).not.toBe(text)
  })
})
