import { describe, expect, it } from "vitest"
import { changeOf } from "@/components/ui/delta"

describe("changeOf a rate", () => {
  it("returns percentage points with the earlier value", () => {
    expect(changeOf(0.0163, 0.0009, "share")).toMatchObject({ direction: "up", size: "1.5 pp from 0.1%" })
    expect(changeOf(0.1, 0.25, "share")).toMatchObject({ direction: "down", size: "15 pp from 25%" })
    expect(changeOf(0.05, 0, "share")).toMatchObject({
      direction: "up",
      size: "5 pp from 0%",
      comparable: true,
    })
  })

  it("is unchanged if it rounds to 0", () => {
    expect(changeOf(0.0501, 0.05, "share")).toMatchObject({ direction: "same", size: "unchanged" })
    expect(changeOf(0.05, 0.05, "share").direction).toBe("same")
  })
})

describe("changeOf a number", () => {
  it("returns a percentage, and a factor from eleven times on", () => {
    expect(changeOf(12, 10, "number")).toMatchObject({ direction: "up", size: "20% from 10" })
    expect(changeOf(5, 10, "number")).toMatchObject({ direction: "down", size: "50% from 10" })
    expect(changeOf(360, 20, "number").size).toBe("×18 from 20")
  })

  it("formats the earlier value by its measure", () => {
    expect(changeOf(90, 120, "seconds").size).toBe("25% from 2 m")
    expect(changeOf(12, 10, "count").size).toBe("20%")
  })

  it("is unchanged if it rounds to 0, and not comparable with 0", () => {
    expect(changeOf(1000, 1001, "number").direction).toBe("same")
    expect(changeOf(3, 0, "number")).toMatchObject({ size: "from 0", comparable: false })
  })
})
