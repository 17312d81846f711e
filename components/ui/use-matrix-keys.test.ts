import { describe, expect, it } from "vitest"
import { nextCell, tabCell } from "@/components/ui/use-matrix-keys"

const size = { rows: 3, columns: 3 }
const everyCell = () => true

describe("nextCell", () => {
  it("returns the neighboring cell", () => {
    expect(nextCell("ArrowDown", { row: 0, column: 1 }, size, everyCell)).toEqual({ row: 1, column: 1 })
    expect(nextCell("ArrowLeft", { row: 0, column: 1 }, size, everyCell)).toEqual({ row: 0, column: 0 })
  })

  it("skips cells where nothing is running", () => {
    const exists = (_: number, column: number) => column !== 1
    expect(nextCell("ArrowRight", { row: 0, column: 0 }, size, exists)).toEqual({ row: 0, column: 2 })
  })

  it("stays at the edge and ignores other keys", () => {
    expect(nextCell("ArrowUp", { row: 0, column: 0 }, size, everyCell)).toBeNull()
    expect(nextCell("x", { row: 0, column: 0 }, size, everyCell)).toBeNull()
    expect(nextCell("PageDown", { row: 1, column: 0 }, size, everyCell)).toEqual({ row: 2, column: 0 })
  })
})

describe("tabCell", () => {
  const only = (row: number, column: number) => (r: number, c: number) => r === row && c === column

  it("is the first cell where something is running", () => {
    expect(tabCell({ row: 0, column: 0 }, size, only(1, 2))).toEqual({ row: 1, column: 2 })
    expect(tabCell({ row: 0, column: 0 }, size, () => false)).toBeNull()
  })

  it("stays on the focused cell while something is running there", () => {
    expect(tabCell({ row: 2, column: 1 }, size, everyCell)).toEqual({ row: 2, column: 1 })
    expect(tabCell({ row: 2, column: 1 }, size, only(0, 1))).toEqual({ row: 0, column: 1 })
    expect(tabCell({ row: 7, column: 1 }, size, everyCell)).toEqual({ row: 0, column: 0 })
  })
})
