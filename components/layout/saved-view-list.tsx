import { useQuery } from "@tanstack/react-query"
import { Link2, Trash2 } from "lucide-react"
import type { FormEvent } from "react"
import { Button } from "@/components/ui/button"
import { arrangeColumns, type Column, useColumnLayout } from "@/components/ui/columns"
import { useCopy } from "@/components/ui/copy"
import { ErrorLine } from "@/components/ui/error-state"
import { FormError } from "@/components/ui/form-error"
import { IconButton } from "@/components/ui/icon-button"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { TextField } from "@/components/ui/text-field"
import { useApiMutation, useChange } from "@/components/ui/use-api-mutation"
import type { SavedView } from "@/lib/identity/views/schema"
import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

export interface SavedViewListProps {
  /** The list, which is also the key of its column layout. */
  tableId: string
  columns?: readonly Column<never>[]
  /** The parameter of the open row, which is not part of a view. */
  openedParameter?: string
  onDone: () => void
}

const viewsQuery = (list: string) => apiQuery([...queryKeys.views, list], api("/users/me/views", { list }))

export default function SavedViewList({ tableId, columns, openedParameter, onDone }: SavedViewListProps) {
  const query = useQuery(viewsQuery(tableId))
  const [layout] = useColumnLayout(tableId)
  const invalidates = [queryKeys.views]
  const save = useApiMutation("POST", api("/users/me/views"), { invalidates, toast: "View saved" })
  const remove = useChange((id: string) => request(api("/users/me/views/{id}", id), { method: "DELETE" }), {
    invalidates,
  })
  function currentSearch(): string {
    const search = new URLSearchParams(window.location.search)
    if (openedParameter) search.delete(openedParameter)
    if (columns) {
      const shownColumns = arrangeColumns(columns, layout).map(({ id }) => id)
      search.set("columns", shownColumns.join(","))
    }
    return search.toString()
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const name = String(new FormData(form).get("name")).trim()
    if (name === "") return
    save.mutate({ list: tableId, name, search: currentSearch() }, { onSuccess: () => form.reset() })
  }
  return (
    <div className="flex flex-col gap-2">
      {query.isPending && <Skeleton className="h-8 w-full" />}
      {query.isError && <ErrorLine title="Could not load your views" read={query} />}
      {query.data?.length === 0 && (
        <p className="text-sm text-muted">No saved views yet. A view keeps the filters and the columns.</p>
      )}
      {query.data && query.data.length > 0 && (
        <ul aria-label="Saved views" className="max-h-72 overflow-y-auto">
          {query.data.map((view) => (
            <ViewRow key={view.id} view={view} onOpen={onDone} onDelete={() => remove.mutate(view.id)} />
          ))}
        </ul>
      )}
      <FormError error={save.error ?? remove.error} />
      <form onSubmit={submit} className="flex gap-2">
        <TextField
          name="name"
          aria-label="Name"
          placeholder="Name of the current view"
          maxLength={80}
          required
        />
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </form>
    </div>
  )
}

type ViewRowProps = { view: SavedView; onOpen: () => void; onDelete: () => void }

function ViewRow({ view: { name, search }, onOpen, onDelete }: ViewRowProps) {
  const href = `${window.location.pathname}?${search}`
  const { copy } = useCopy(`${window.location.origin}${href}`, "Link")
  return (
    <li className="flex h-8 items-center gap-0.5">
      <PageLink
        href={href}
        onClick={onOpen}
        className="min-w-0 flex-1 truncate rounded-sm text-sm hover:text-accent"
      >
        {name}
      </PageLink>
      <IconButton label={`Copy the link of ${name}`} size="sm" onClick={() => void copy()}>
        <Link2 size={13} />
      </IconButton>
      <IconButton label={`Delete ${name}`} size="sm" onClick={onDelete}>
        <Trash2 size={13} />
      </IconButton>
    </li>
  )
}
