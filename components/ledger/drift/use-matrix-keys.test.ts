import { describe, expect, it } from "vitest"
import { nextCell, tabCell } from "@/components/ui/use-matrix-keys"

const size = { rows: 3, columns: 3 }
const all = () => true

describe("arrows in a matrix", () => {
  it("go to the neighbour", () => {
    expect(nextCell("ArrowDown", { row: 0, column: 1 }, size, all)).toEqual({ row: 1, column: 1 })
    expect(nextCell("ArrowLeft", { row: 0, column: 1 }, size, all)).toEqual({ row: 0, column: 0 })
  })

  it("pass over cells where nothing runs", () => {
    const exists = (_: number, column: number) => column !== 1
    expect(nextCell("ArrowRight", { row: 0, column: 0 }, size, exists)).toEqual({ row: 0, column: 2 })
  })

  it("stay at the edge, and other keys lead nowhere", () => {
    expect(nextCell("ArrowUp", { row: 0, column: 0 }, size, all)).toBeNull()
    expect(nextCell("x", { row: 0, column: 0 }, size, all)).toBeNull()
    expect(nextCell("PageDown", { row: 1, column: 0 }, size, all)).toEqual({ row: 2, column: 0 })
  })
})

describe("the tab stop of a matrix", () => {
  const only = (row: number, column: number) => (r: number, c: number) => r === row && c === column

  it("is the first cell where something runs", () => {
    expect(tabCell({ row: 0, column: 0 }, size, only(1, 2))).toEqual({ row: 1, column: 2 })
    expect(tabCell({ row: 0, column: 0 }, size, () => false)).toBeNull()
  })

  it("stays where somebody walked to, until nothing runs there any more", () => {
    expect(tabCell({ row: 2, column: 1 }, size, all)).toEqual({ row: 2, column: 1 })
    expect(tabCell({ row: 2, column: 1 }, size, only(0, 1))).toEqual({ row: 0, column: 1 })
    expect(tabCell({ row: 7, column: 1 }, size, all)).toEqual({ row: 0, column: 0 })
  })
})
