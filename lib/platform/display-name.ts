import { z } from "zod"

/**
 * Includes invisible characters and those that reverse the text around them, so that a name cannot imitate another one.
 */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\u200B\u2060\uFEFF]/u

/** A trimmed, single-line name for people. */
export const displayName = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "Must not be empty.")
    .max(max, `At most ${max} characters.`)
    .refine(
      (text) => !controls.test(text),
      "Remove control characters, line breaks and invisible characters.",
    )
