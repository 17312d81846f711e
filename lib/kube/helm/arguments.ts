/** The major version determines which arguments Helm understands. */
export type HelmMajor = 3 | 4

export type Flag = string | false | undefined
type Value = string | number | undefined

/** User input is always part of `--flag=value` or follows `--`, so that it cannot become a flag. */
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
