import { UsageError } from "@/cli/command"

type Values = Record<string, unknown>

/**
 * Values with each `path=value` set, as `helm --set` does for a single value: the words true, false and null and whole
 * numbers are typed, everything else is a string. Lists and several values in one option belong in a file.
 */
export function setValues(values: Values, settings: readonly string[]): Values {
  const merged = structuredClone(values)
  for (const setting of settings) {
    const [, path = "", text = ""] = /^([^=]+)=(.*)$/s.exec(setting) ?? []
    const names = path.split(".")
    if (names.includes("") || /[[\]{},\\]/.test(path) || /^\{|(?<!\\),\w+=/.test(text))
      throw new UsageError(
        `--set must be PATH=VALUE, such as image.tag=v1.2.0, not "${setting}". Use --values for lists.`,
      )
    setAt(merged, names, typed(text))
  }
  return merged
}

function setAt(values: Values, [name = "", ...rest]: string[], value: unknown): void {
  const under = Object.hasOwn(values, name) ? values[name] : undefined
  const map: Values = typeof under === "object" && under !== null && !Array.isArray(under) ? { ...under } : {}
  if (rest.length > 0) setAt(map, rest, value)
  // A plain assignment to `__proto__` would be lost.
  const set = { value: rest.length > 0 ? map : value, enumerable: true, writable: true, configurable: true }
  Object.defineProperty(values, name, set)
}

function typed(text: string): unknown {
  if (text === "true" || text === "false") return text === "true"
  if (text === "null") return null
  return /^(0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text
}
