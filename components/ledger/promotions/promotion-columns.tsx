import { PathNotes, StepCell } from "@/components/ledger/promotions/step-cell"
import type { Column } from "@/components/ui/columns"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import type { Promotion } from "@/lib/ledger/promotions/schema"

/**
 * The stages in which the application (null: any application) was ever deployed, in promotion order. Determined by all
 * lanes rather than by the loaded rows, so that columns do not appear while the user scrolls.
 */
export function usedStages(
  ladder: readonly string[],
  lanes: readonly LaneName[],
  application: string | null,
): string[] {
  const used = new Set(
    lanes
      .filter((lane) => application === null || lane.application === application)
      .map((lane) => lane.environment),
  )
  return ladder.filter((stage) => used.has(stage))
}

/** The tag, its application if several are shown, and one column per environment. */
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
