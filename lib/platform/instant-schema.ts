import { z } from "zod"
import { earliestInstant, latestInstant } from "@/lib/platform/instant"

// Beside RFC 3339: a blank for the T, small letters, an offset without its colon or after a blank (`git log`, `date`),
// and the blank that an unescaped `+` of a query becomes.
const written = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:([Zz])| *([+-]| )(\d\d):?(\d\d))$/

function toRfc3339(given: unknown): unknown {
  const parts = typeof given === "string" ? written.exec(given) : null
  if (parts === null) return given
  const [, date, time, utc, sign, hours, minutes] = parts
  const offset = utc === undefined ? `${sign === "-" ? "-" : "+"}${hours}:${minutes}` : "Z"
  return `${date}T${time}${offset}`
}

/** RFC 3339 with any offset, and the ways CI tools write it; a Date inside. */
export const instant = z.preprocess(
  toRfc3339,
  z.iso
    .datetime({ offset: true, error: "Not a time with an offset, such as 2026-02-12T10:00:00Z." })
    .transform((text) => new Date(text))
    .refine(
      (date) => date >= earliestInstant && date <= latestInstant,
      "Out of range: use a time between 1970 and 9998.",
    ),
)

/** Before this a time comes from an unset variable or a clock that was never set. */
export const earliestPlausible = new Date("2000-01-01T00:00:00Z")

export const implausibleTime =
  "Before 2000, as an unset variable or clock would be. Send the real time, or leave the field out."

/** When something of a record happened. */
export const plausibleInstant = instant.refine((date) => date >= earliestPlausible, implausibleTime)

/** A time in an answer: UTC with Z, milliseconds only when not zero. */
export const instantText = z.iso.datetime()
