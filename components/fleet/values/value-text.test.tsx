import { render } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import { defaultLabel, plainText, ValueText, valueLabel } from "./value-text"

const value = {
  isSet: true,
  value: '"512Mi"',
  masked: false,
  valueId: "a1b2c3d4e5f60718",
  default: '"256Mi"',
  defaultKnown: true,
}

describe("plainText", () => {
  it.each([
    ['"512Mi"', "512Mi"],
    ["512", "512"],
    ['"8080"', '"8080"'],
    ['"no"', '"no"'],
    ['""', '""'],
    ["true", "true"],
    ['{"a":1}', '{"a":1}'],
    ['"a long text that was cut o…', '"a long text that was cut o…'],
  ])("writes %s as %s", (json, text) => {
    expect(plainText(json)).toBe(text)
  })
})

describe("ValueText", () => {
  const textOf = (change: Partial<typeof value>) =>
    render(<ValueText shown={{ ...value, ...change }} />).container.textContent

  it("shows the value, or that none is set", () => {
    expect(textOf({})).toBe("512Mi")
    expect(textOf({ isSet: false })).toBe("not set")
  })

  it("marks secrets, so that equal secrets are recognizable", () => {
    expect(textOf({ value: '"••••••••"', masked: true })).toBe(
      "Masked; equal marks are equal values: •••••••• (a1b2)",
    )
  })

  it("writes the same to CSV", () => {
    expect(valueLabel(value)).toBe("512Mi")
    expect(defaultLabel(value)).toBe("256Mi")
    expect(defaultLabel({ default: null, defaultKnown: true })).toBe("none")
    expect(defaultLabel({ default: null, defaultKnown: false })).toBe("unknown")
  })
})
