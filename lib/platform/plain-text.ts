import { stripVTControlCharacters } from "node:util"

/** C0 and C1 control characters except tab and line breaks. */
const controls = /[^\P{Cc}\t\r\n]/u

/**
 * An external text without terminal escape sequences and control characters, so that API clients can print it safely.
 * Tabs and line breaks are kept.
 */
export function plainText(text: string): string {
  if (!controls.test(text)) return text
  return stripVTControlCharacters(text).replace(new RegExp(controls, "gu"), "")
}
