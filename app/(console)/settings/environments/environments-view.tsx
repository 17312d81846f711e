"use client"

import { useQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { EnvironmentDialog } from "@/components/ledger/environments/environment-dialog"
import { EnvironmentRow } from "@/components/ledger/environments/environment-row"
import { environmentsQuery } from "@/components/ledger/environments/environments-query"
import { Button } from "@/components/ui/button"
import { ErrorState } from "@/components/ui/error-state"
import { HeadCell, NoteRow, SkeletonRows, Table } from "@/components/ui/table"
import type { Environment } from "@/lib/ledger/environments/schema"

const rankStep = 10

/** The promotion order and the environments outside it. Admins can edit them; other users can view them. */
export function EnvironmentsView({ mayChange }: { mayChange: boolean }) {
  const query = useQuery(environmentsQuery)
  const environments = query.data ?? []
  const nextRank = Math.min(1000, Math.max(0, ...environments.map(({ rank }) => rank ?? 0)) + rankStep)
  return (
    <>
      <PageHeader
        title="Environments"
        still
        actions={
          mayChange && (
            <EnvironmentDialog
              environment={null}
              nextRank={nextRank}
              trigger={
                <Button variant="primary" icon={<Plus size={14} />}>
                  New environment
                </Button>
              }
            />
          )
        }
      />
      <PageBody>
        <p className="max-w-2xl text-sm text-muted">
          Versions are promoted from the lowest rank to the highest. Deployments are accepted only for an
          environment or one of its aliases.
        </p>
        <Table
          label="Environments"
          regionClassName="rounded-md border border-line bg-surface"
          className="min-w-2xl"
        >
          <thead>
            <tr>
              <HeadCell align="end" className="w-20">
                Rank
              </HeadCell>
              <HeadCell>Name</HeadCell>
              <HeadCell>Aliases</HeadCell>
              <HeadCell className="w-44">Type</HeadCell>
              <HeadCell className="w-40">
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {query.isPending && <SkeletonRows columns={5} rows={3} />}
            {query.isError && (
              <NoteRow columns={5}>
                <ErrorState title="Could not load environments" read={query} />
              </NoteRow>
            )}
            {environments.toSorted(byArchived).map((environment) => (
              <EnvironmentRow
                key={environment.name}
                environment={environment}
                nextRank={nextRank}
                mayChange={mayChange}
              />
            ))}
          </tbody>
        </Table>
      </PageBody>
    </>
  )
}

/** Archived ones last; the order is otherwise preserved. */
function byArchived(a: Environment, b: Environment): number {
  return Number(a.archived) - Number(b.archived)
}
