import { PathNotes, StepCell } from "@/components/promotions/step-cell"
import type { Column } from "@/components/ui/data-table-columns"
import type { Promotion } from "@/lib/promotions/schema"

/** The environments that any of these paths touches, in the ladder's order. */
export function touchedEnvironments(ladder: readonly string[], promotions: readonly Promotion[]): string[] {
  const touched = new Set(
    promotions.flatMap((promotion) => [
      ...promotion.steps.map((step) => step.environment),
      ...promotion.skipped,
    ]),
  )
  return ladder.filter((environment) => touched.has(environment))
}

/** The tag, its application where several are shown, and one column an environment. */
export function promotionColumns(
  environments: readonly string[],
  manyApplications: boolean,
): Column<Promotion>[] {
  return [
    {
      id: "imageTag",
      label: "Image tag",
      width: 200,
      required: true,
      cell: (row) => <span className="block truncate font-mono text-xs">{row.imageTag}</span>,
      csv: (row) => row.imageTag,
    },
    {
      id: "application",
      label: "Application",
      plain: true,
      width: 190,
      hidden: !manyApplications,
      cell: (row) => row.application,
      csv: (row) => row.application,
    },
    ...environments.map(
      (environment): Column<Promotion> => ({
        id: `environment ${environment}`,
        label: environment,
        width: 230,
        cell: (row) => <StepCell promotion={row} environment={environment} />,
        csv: (row) => row.steps.find((step) => step.environment === environment)?.deployedAt ?? null,
      }),
    ),
    {
      id: "notes",
      label: "Path",
      plain: true,
      width: 130,
      cell: (row) => <PathNotes promotion={row} />,
      csv: (row) =>
        [...(row.outOfOrder ? ["out of order"] : []), ...row.skipped.map((name) => `skipped ${name}`)].join(
          ", ",
        ),
    },
  ]
}
