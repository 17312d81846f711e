import { expect, it } from "vitest"
import { csvCellText, csvDocument, csvLine } from "@/lib/platform/csv"

it("quotes only cells that need quotes", () => {
  expect(csvLine(["v2.1.0", 'said "no"', "a,b", "two\nlines", null, 12, true])).toBe(
    'v2.1.0,"said ""no""","a,b","two\nlines",,12,true',
  )
})

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "\r\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"])(
  "escapes %j so that a spreadsheet does not run it",
  (text) => {
    expect(csvLine([text]).replace(/^"/, "").startsWith("'")).toBe(true)
  },
)

it("keeps negative numbers as numbers", () => {
  expect(csvLine([-3])).toBe("-3")
})

it("writes a header line and terminates every line", () => {
  expect(csvDocument(["day", "count"], [["2026-02-12", 3]])).toBe("day,count\r\n2026-02-12,3\r\n")
})

it.each(["=1+1", "'=1+1", "''-x", "'quoted'", "-", "plain", "", "＝1"])(
  "reads %j back from its cell",
  (text) => {
    expect(csvCellText(csvLine([text]))).toBe(text)
  },
)
