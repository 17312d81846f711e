"use client"

import { useQuery } from "@tanstack/react-query"
import { RemoveRepositoryDialog } from "@/components/repositories/remove-repository-dialog"
import { repositoryCheckQuery } from "@/components/repositories/repositories-query"
import { Button } from "@/components/ui/button"
import { Link } from "@/components/ui/link"
import { Cell, Row } from "@/components/ui/table"
import type { Repository, RepositoryKind } from "@/lib/charts/schema"
import { formatQuantity } from "@/lib/format"
import { pages } from "@/lib/paths"

const kinds: Record<RepositoryKind, string> = { INDEX: "Index", OCI: "Registry", FOLDER: "Folder" }

export function RepositoryRow({ repository, mayChange }: { repository: Repository; mayChange: boolean }) {
  return (
    <Row>
      <Cell name className="font-medium">
        <Link href={pages.charts({ repository: repository.name })}>{repository.name}</Link>
      </Cell>
      <Cell>{kinds[repository.kind]}</Cell>
      <Cell className="font-mono text-xs text-muted" title={repository.url}>
        {repository.url}
      </Cell>
      <Cell label="Added by" className="text-muted" title={repository.createdBy}>
        {repository.createdBy}
      </Cell>
      <Cell align="end">
        <span className="inline-flex max-w-full items-center gap-2">
          <RepositoryTest repository={repository} />
          {mayChange && !repository.fixed && <RemoveRepositoryDialog repository={repository} />}
        </span>
      </Cell>
    </Row>
  )
}

function RepositoryTest({ repository }: { repository: Repository }) {
  const check = useQuery(repositoryCheckQuery(repository.id))
  return (
    <>
      <span role="status" className="min-w-0 truncate text-xs" title={check.data?.problem ?? undefined}>
        {check.data?.reachable === true && (
          <span className="text-deployed">
            {formatQuantity(check.data.charts ?? 0, "chart")},{" "}
            {formatQuantity(check.data.versions ?? 0, "version")}
          </span>
        )}
        {check.data?.reachable === false && <span className="text-failed">{check.data.problem}</span>}
        {check.isError && <span className="text-failed">{check.error.message}</span>}
      </span>
      <Button size="sm" variant="ghost" loading={check.isFetching} onClick={() => void check.refetch()}>
        Test<span className="sr-only"> {repository.name}</span>
      </Button>
    </>
  )
}
