import fc from "fast-check"
import { Temporal } from "temporal-polyfill"
import { describe, expect, it } from "vitest"
import { localDay, readDay, startOfDay, yearsBefore } from "./local-day"

const aZone = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  // Where midnight itself was skipped or came twice, where half hours are, and where a whole day was left out.
  "America/Sao_Paulo",
  "America/Santiago",
  "America/Havana",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Etc/GMT+12",
)
const aDay = fc.date({ min: new Date("2011-12-01"), max: new Date("2035-12-31"), noInvalidDate: true })
const plain = (day: number) => Temporal.PlainDate.from(new Date(day).toISOString().slice(0, 10))

describe("a local day", () => {
  it("is the date that Temporal tells, and begins when Temporal says", () => {
    fc.assert(
      fc.property(aDay, aZone, (instant, timeZone) => {
        const day = localDay(instant, timeZone)
        const told = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
        expect(plain(day).toString()).toBe(told.toPlainDate().toString())
        expect(startOfDay(day, timeZone).getTime()).toBe(
          plain(day).toZonedDateTime(timeZone).epochMilliseconds,
        )
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ["2018-11-04", "America/Sao_Paulo"],
    ["2026-09-06", "America/Santiago"],
    ["2026-11-01", "America/Havana"],
    ["2011-12-30", "Pacific/Apia"],
  ])("of %s in %s begins when Temporal says", (text, timeZone) => {
    const told = Temporal.PlainDate.from(text).toZonedDateTime(timeZone).epochMilliseconds
    expect(startOfDay(readDay(text) ?? Number.NaN, timeZone).getTime()).toBe(told)
  })

  it("is the same date years before, as Temporal has it", () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 0, max: 10 }), (instant, years) => {
        const day = localDay(instant, "UTC")
        expect(plain(yearsBefore(day, years)).toString()).toBe(plain(day).subtract({ years }).toString())
      }),
    )
    expect(yearsBefore(Date.UTC(2024, 1, 29), 1)).toBe(Date.UTC(2023, 1, 28))
  })

  it.each(["2026-02-31", "2025-02-29", "26-02-01", "soon", ""])("is not read from %j", (text) => {
    expect(readDay(text)).toBeNull()
  })
})
