import { describe, expect, it } from "vitest"
import {
  approximateWindow,
  gapsIn,
  markersIn,
  pieceHolding,
} from "@/components/ledger/timeline/data/known-pieces"
import { noCounts } from "@/components/ledger/timeline/data/markers"
import { buildMarker } from "@/tools/testing/build-marker"

const piece = (from: number, to: number, at: number[] = []) => ({
  from,
  to,
  markers: at.map((one) => buildMarker({ id: `${one}`, from: one })),
  cells: [],
  cellMs: 0,
})
const counted = (from: number, to: number) => ({
  ...piece(from, to),
  cells: [{ lane: "dev", start: from, counts: noCounts() }],
  cellMs: 1,
})

describe("approximateWindow and pieceHolding", () => {
  it("use the shortest known piece around a window, cut to the window", () => {
    const approximated = approximateWindow({ from: 10, to: 20 }, [
      piece(0, 100, [5, 15]),
      piece(0, 40, [12, 25]),
    ])
    expect(approximated.map((one) => [one.from, one.to, one.markers.map((marker) => marker.from)])).toEqual([
      [10, 20, [12]],
    ])
  })

  it("use known pieces inside a window, all of one length, so that nothing is counted twice", () => {
    const approximated = approximateWindow({ from: 0, to: 40 }, [piece(0, 10), piece(10, 20), piece(0, 5)])
    expect(approximated.map((one) => [one.from, one.to])).toEqual([
      [0, 10],
      [10, 20],
    ])
    expect(gapsIn({ from: 0, to: 40 }, approximated)).toEqual([{ from: 20, to: 40 }])
  })

  it("report the parts without data", () => {
    expect(gapsIn({ from: 0, to: 40 }, [])).toEqual([{ from: 0, to: 40 }])
    expect(gapsIn({ from: 0, to: 40 }, [piece(0, 40)])).toEqual([])
  })
})

it("reuse a piece of single records for a window inside it, but not a piece of counts", () => {
  const long = piece(0, 40, [12, 30])
  expect(pieceHolding({ from: 10, to: 20 }, [long])).toBe(long)
  expect(markersIn({ from: 10, to: 20 }, [long]).map((marker) => marker.from)).toEqual([12])
  expect(pieceHolding({ from: 10, to: 20 }, [counted(0, 40)])).toBeNull()
  const itself = counted(10, 20)
  expect(pieceHolding({ from: 10, to: 20 }, [long, itself])).toBe(itself)
})
