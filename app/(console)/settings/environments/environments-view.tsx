"use client"

import { useQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { EnvironmentDialog } from "@/components/environments/environment-dialog"
import { environmentsQuery } from "@/components/environments/environments-query"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { ErrorState } from "@/components/ui/error-state"
import { Cell, HeadCell, NoteRow, Row, SkeletonRows, Table } from "@/components/ui/table"
import type { Environment } from "@/lib/environments/schema"

const rankStep = 10

/** The promotion ladder. Admins change it; everybody else reads it. */
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
          The rungs that a version climbs, lowest first. A deployment names one of these, or one of their
          aliases; anything else is refused.
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
              <HeadCell className="w-36">Kind</HeadCell>
              <HeadCell className="w-28">
                <span className="sr-only">Change</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {query.isPending && <SkeletonRows columns={5} rows={3} />}
            {query.isError && (
              <NoteRow columns={5}>
                <ErrorState
                  title="The environments could not be read"
                  error={query.error}
                  onRetry={() => void query.refetch()}
                />
              </NoteRow>
            )}
            {environments.map((environment) => (
              <EnvironmentRow key={environment.name} environment={environment} mayChange={mayChange} />
            ))}
          </tbody>
        </Table>
      </PageBody>
    </>
  )
}

function EnvironmentRow({ environment, mayChange }: { environment: Environment; mayChange: boolean }) {
  return (
    <Row>
      <Cell align="end" className="text-muted tabular-nums">
        {environment.rank}
      </Cell>
      <Cell className="font-medium">
        <span className="inline-flex items-center gap-2">
          {environment.colour !== null && (
            <svg aria-hidden="true" width="8" height="8" viewBox="0 0 8 8">
              <circle cx="4" cy="4" r="4" fill={environment.colour} />
            </svg>
          )}
          {environment.name}
        </span>
      </Cell>
      <Cell className="font-mono text-xs text-muted">{environment.aliases.join(", ") || "–"}</Cell>
      <Cell>{environment.production && <Badge tone="accent">Production</Badge>}</Cell>
      <Cell align="end">
        {mayChange && (
          <EnvironmentDialog
            environment={environment}
            nextRank={environment.rank ?? 0}
            trigger={
              <Button size="sm" variant="ghost">
                Change<span className="sr-only"> {environment.name}</span>
              </Button>
            }
          />
        )}
      </Cell>
    </Row>
  )
}
