import { describe, expect, it } from "vitest"
import { nextPlace } from "./use-matrix-keys"

const size = { rows: 3, columns: 3 }
const all = () => true

describe("arrows in a matrix", () => {
  it("go to the neighbour", () => {
    expect(nextPlace("ArrowDown", { row: 0, column: 1 }, size, all)).toEqual({ row: 1, column: 1 })
    expect(nextPlace("ArrowLeft", { row: 0, column: 1 }, size, all)).toEqual({ row: 0, column: 0 })
  })

  it("pass over cells where nothing runs", () => {
    const exists = (_: number, column: number) => column !== 1
    expect(nextPlace("ArrowRight", { row: 0, column: 0 }, size, exists)).toEqual({ row: 0, column: 2 })
  })

  it("stay at the edge, and other keys lead nowhere", () => {
    expect(nextPlace("ArrowUp", { row: 0, column: 0 }, size, all)).toBeNull()
    expect(nextPlace("x", { row: 0, column: 0 }, size, all)).toBeNull()
    expect(nextPlace("PageDown", { row: 1, column: 0 }, size, all)).toEqual({ row: 2, column: 0 })
  })
})
