/** What decides which words a Helm understands. */
export type HelmMajor = 3 | 4

export type Flag = string | false | undefined
type Value = string | number | undefined

/** Every text of a user is part of `--flag=value` or comes after `--`, so that none can become a flag. */
export function command(
  words: readonly string[],
  flags: readonly Flag[],
  positional: readonly string[],
): string[] {
  const given = flags.filter((flag) => typeof flag === "string")
  return [...words, ...given, ...(positional.length > 0 ? ["--", ...positional] : [])]
}

export const option = (name: string, value: Value): Flag =>
  value === undefined ? undefined : `--${name}=${value}`
export const when = (condition: boolean | undefined, flag: string): Flag => condition === true && flag
