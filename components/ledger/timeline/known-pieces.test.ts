import { describe, expect, it } from "vitest"
import { aMark } from "./a-mark"
import { gapsIn, holderOf, marksIn, standIn } from "./known-pieces"
import { noCounts } from "./mark"

const piece = (from: number, to: number, at: number[] = []) => ({
  from,
  to,
  marks: at.map((one) => aMark({ id: `${one}`, from: one })),
  cells: [],
  cellMs: 0,
})
const counted = (from: number, to: number) => ({
  ...piece(from, to),
  cells: [{ lane: "dev", start: from, counts: noCounts() }],
  cellMs: 1,
})

describe("standIn and holderOf", () => {
  it("use the shortest known piece around a window, cut to the window", () => {
    const found = standIn({ from: 10, to: 20 }, [piece(0, 100, [5, 15]), piece(0, 40, [12, 25])])
    expect(found.map((one) => [one.from, one.to, one.marks.map((mark) => mark.from)])).toEqual([
      [10, 20, [12]],
    ])
  })

  it("use known pieces inside a window, all of one length, so that nothing is counted twice", () => {
    const found = standIn({ from: 0, to: 40 }, [piece(0, 10), piece(10, 20), piece(0, 5)])
    expect(found.map((one) => [one.from, one.to])).toEqual([
      [0, 10],
      [10, 20],
    ])
    expect(gapsIn({ from: 0, to: 40 }, found)).toEqual([{ from: 20, to: 40 }])
  })

  it("report the parts without data", () => {
    expect(gapsIn({ from: 0, to: 40 }, [])).toEqual([{ from: 0, to: 40 }])
    expect(gapsIn({ from: 0, to: 40 }, [piece(0, 40)])).toEqual([])
  })
})

it("reuse a piece of single records for a window inside it, but not a piece of counts", () => {
  const long = piece(0, 40, [12, 30])
  expect(holderOf({ from: 10, to: 20 }, [long])).toBe(long)
  expect(marksIn({ from: 10, to: 20 }, [long]).map((mark) => mark.from)).toEqual([12])
  expect(holderOf({ from: 10, to: 20 }, [counted(0, 40)])).toBeNull()
  const itself = counted(10, 20)
  expect(holderOf({ from: 10, to: 20 }, [long, itself])).toBe(itself)
})
