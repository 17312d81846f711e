import { z } from "zod"
import { plainText } from "@/lib/platform/plain-text"
import { isVersion } from "@/lib/platform/semver/tag"

/** Listings keep the texts of every version in memory. */
const maxText = 1_000

/** Text that the database can store and a terminal can show. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => plainText(String(value ?? "").slice(0, maxText)).toWellFormed() || null)
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

const webUrl = text.transform((url) => (url !== null && /^https?:\/\//i.test(url) ? url : null))

/** The fields used from a Chart.yaml or an index entry; others are ignored. */
export const chartMetadataSchema = z.object({
  name: z
    .string()
    .max(250)
    .regex(/^[a-zA-Z0-9]([-a-zA-Z0-9._]*[a-zA-Z0-9])?$/),
  version: z.string().max(256).refine(isVersion),
  appVersion: text,
  description: text,
  icon: webUrl,
  kubeVersion: text,
  deprecated: z
    .boolean()
    .nullish()
    .transform((deprecated) => deprecated ?? false),
  type: text,
  dependencies: list(
    z
      .object({
        name: z.string(),
        version: text,
        repository: text,
        alias: text,
        condition: text,
        tags: list(z.string()),
        "import-values": list(
          z.union([z.string(), z.object({ child: z.coerce.string(), parent: z.coerce.string() })]),
        ),
      })
      .transform(({ "import-values": imports, ...rest }) => ({ ...rest, imports })),
  ),
})

export type ChartMetadata = z.infer<typeof chartMetadataSchema>
export type ChartDependency = ChartMetadata["dependencies"][number]

/** Helm accepts subchart versions with fewer than three numbers. */
export const subchartMetadataSchema = chartMetadataSchema.extend({ version: text })
