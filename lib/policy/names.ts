import { z } from "zod"
import { isVersion } from "@/lib/platform/semver/tag"

/** The tag grammar of https://github.com/opencontainers/distribution-spec, except for its length. */
const tagGrammar = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/

/** Explains an invalid tag. Registries store the `+` of semantic version build metadata as `_`. */
function illegalTagMessage(tag: string): string {
  const ociForm = tag.replaceAll("+", "_")
  const hint =
    tag.includes("+") && tagGrammar.test(ociForm) && tag.length <= 128
      ? ` Replace + with _: send "${ociForm}".`
      : ""
  return `Not a valid OCI tag. Use letters, digits, _ . and -, not starting with . or -.${hint}`
}

export const imageTag = z
  .string()
  .min(1, "Required.")
  .max(128, "At most 128 characters.")
  .regex(tagGrammar, { error: ({ input }) => illegalTagMessage(String(input)) })

export const applicationName = z
  .string()
  .min(1)
  .max(128)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._/-]*$/,
    "Use letters, digits, dots, dashes, underscores and slashes, starting with a letter or digit.",
  )

/** Helm's rule for the name in Chart.yaml. */
export const plainChartName = z
  .string()
  .min(1)
  .max(250)
  .regex(/^[a-zA-Z0-9]([-a-zA-Z0-9._]*[a-zA-Z0-9])?$/, "Use letters, digits, ., - and _.")

export const exactVersion = z
  .string()
  .max(128)
  .refine(isVersion, "Must be an exact semantic version, such as 1.2.0.")
