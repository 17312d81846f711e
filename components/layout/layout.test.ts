import { describe, expect, it } from "vitest"
import { contextOf, isAt, navigation, placesFor } from "@/components/layout/navigation"
import { themeFrom } from "@/components/layout/preferences"
import { readKeys } from "@/components/layout/shortcuts"

describe("readKeys", () => {
  const none = { keys: "", at: 0 }

  it("waits briefly for a letter after g", () => {
    const first = readKeys(none, "g", 100)
    expect(first.keys).toBe("g")
    expect(readKeys(first, "t", 900).keys).toBe("g t")
    expect(readKeys(first, "t", 2_000).keys).toBe("t")
  })

  it("passes Shift and ignores named keys", () => {
    const first = readKeys(none, "g", 100)
    expect(readKeys(first, "Shift", 200)).toBe(first)
    expect(readKeys(none, "Enter", 100).keys).toBe("")
    expect(readKeys(none, "?", 100).keys).toBe("?")
  })

  it("assigns a unique letter to each page, including the settings", () => {
    const letters = navigation.flatMap((group) => group.places.map((place) => place.key))
    expect(new Set(letters).size).toBe(letters.length)
    expect(letters.filter((letter) => !/^[a-z]$/.test(letter))).toEqual([])
  })
})

describe("navigation", () => {
  it("hides admin pages from viewers", () => {
    const labels = placesFor("viewer").flatMap((group) => group.places.map((place) => place.label))
    expect(labels).toContain("Timeline")
    expect(labels).not.toContain("Users")
    expect(placesFor("admin").flatMap((group) => group.places)).toHaveLength(
      navigation.flatMap((g) => g.places).length,
    )
  })

  it("marks the overview only on the overview, and other pages also below their path", () => {
    const places = navigation.flatMap((group) => group.places)
    const [overview, timeline] = ["Overview", "Timeline"].map((name) =>
      places.find(({ label }) => label === name),
    )
    if (!overview || !timeline) throw new Error("There is no such page")
    expect(isAt("/", overview)).toBe(true)
    expect(isAt("/timeline", overview)).toBe(false)
    expect(isAt("/timeline/x", timeline)).toBe(true)
    expect(isAt("/timelines", timeline)).toBe(false)
  })

  it("keeps only environment, application and instant", () => {
    expect(contextOf(new URLSearchParams("environment=prod&status=FAILED"))).toEqual({
      environment: "prod",
      application: null,
      at: null,
    })
  })
})

it("themeFrom falls back to the system theme for unknown values", () => {
  expect(themeFrom("dark")).toBe("dark")
  expect(themeFrom("sepia")).toBe("system")
  expect(themeFrom(undefined)).toBe("system")
})
