import { describe, expect, it } from "vitest"
import { readKeys } from "@/components/layout/key-sequence"
import { contextOf, isAt, navigation, placesFor } from "@/components/layout/navigation"
import { themeFrom } from "@/components/layout/preferences"

describe("the keys", () => {
  const none = { keys: "", at: 0 }

  it("wait after g for a letter, but not for long", () => {
    const first = readKeys(none, "g", 100)
    expect(first.keys).toBe("g")
    expect(readKeys(first, "t", 900).keys).toBe("g t")
    expect(readKeys(first, "t", 2_000).keys).toBe("t")
  })

  it("let Shift pass and ignore keys with names", () => {
    const first = readKeys(none, "g", 100)
    expect(readKeys(first, "Shift", 200)).toBe(first)
    expect(readKeys(none, "Enter", 100).keys).toBe("")
    expect(readKeys(none, "?", 100).keys).toBe("?")
  })

  it("name each place, those of the settings too, by a letter of its own", () => {
    const letters = navigation.flatMap((group) => group.places.map((place) => place.key))
    expect(new Set(letters).size).toBe(letters.length)
    expect(letters.filter((letter) => !/^[a-z]$/.test(letter))).toEqual([])
  })
})

describe("the navigation", () => {
  it("shows a viewer no place that only an admin may enter", () => {
    const labels = placesFor("viewer").flatMap((group) => group.places.map((place) => place.label))
    expect(labels).toContain("Timeline")
    expect(labels).not.toContain("Users")
    expect(placesFor("admin").flatMap((group) => group.places)).toHaveLength(
      navigation.flatMap((g) => g.places).length,
    )
  })

  it("marks the overview only on the overview, and other places below themselves too", () => {
    const [overview, , timeline] = navigation[0]?.places ?? []
    if (!overview || !timeline) throw new Error("The first group has no places")
    expect(isAt("/", overview)).toBe(true)
    expect(isAt("/timeline", overview)).toBe(false)
    expect(isAt("/timeline/x", timeline)).toBe(true)
    expect(isAt("/timelines", timeline)).toBe(false)
  })

  it("takes environment, application and instant along, and nothing else", () => {
    expect(contextOf(new URLSearchParams("environment=prod&status=FAILED"))).toEqual({
      environment: "prod",
      application: null,
      at: null,
    })
  })
})

it("a theme nobody knows is the system's", () => {
  expect(themeFrom("dark")).toBe("dark")
  expect(themeFrom("sepia")).toBe("system")
  expect(themeFrom(undefined)).toBe("system")
})
