import { stripVTControlCharacters } from "node:util"

/** C0 and C1 control characters other than tab and line ends. */
const controls = /[^\P{Cc}\t\r\n]/u

/**
 * A text from outside without terminal escape sequences and control characters, so that it can be printed by whatever
 * reads it from the API. Tabs and line ends stay.
 */
export function plainText(text: string): string {
  if (!controls.test(text)) return text
  return stripVTControlCharacters(text).replace(new RegExp(controls, "gu"), "")
}
