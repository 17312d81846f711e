import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { parseAsString, useQueryState, useQueryStates } from "nuqs"
import type { inferParserType } from "nuqs/server"
import type { ReactNode } from "react"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { SavedViews } from "@/components/layout/saved-views"
import type { ActiveFilter } from "@/components/ui/active-filters"
import { Button } from "@/components/ui/button"
import { ColumnChoice } from "@/components/ui/column-choice"
import { CsvButton, CsvLink } from "@/components/ui/csv-button"
import { type DataTableProps, QueryTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { Filters, type ListFilter } from "@/components/ui/filters"
import { rowsOf, type TableQuery } from "@/components/ui/table-query"
import type { filteredList } from "@/lib/web/client/api-query"
import type { Route } from "@/lib/web/client/request"

// Few lists sort.
const SortPicker = dynamic(() => import("@/components/ui/sort-picker"))

type Header = Pick<Parameters<typeof PageHeader>[0], "title" | "crumbs" | "pickers" | "actions" | "isStatic">
type Table<Row> = Pick<
  DataTableProps<Row>,
  "label" | "columns" | "pinned" | "rowKey" | "rowHref" | "sort" | "onSort" | "children"
>

interface ListPageProps<Row, Values extends object> extends Header, Table<Row> {
  /** The key of the saved column layout, and the name of the CSV file. */
  tableId: string
  /** What the rows are, in plural. Default: the table id. */
  noun?: string
  query: TableQuery<Row>
  values: Values
  onFilter: (change: Partial<Values> | null) => void
  filters: readonly ListFilter<keyof Values & string>[]
  /** Whether a filter hides rows. Default: whether a filter is set. */
  isFiltered?: boolean
  /** What the pickers of the header have set; on a phone they are among the filters. */
  active?: readonly ActiveFilter[]
  moreControls?: ReactNode
  /** What the list belongs to, above the filters. */
  details?: ReactNode
  notes?: ReactNode
  opened?: OpenedRow<Row>
  /** The URL of a CSV of all rows written by the server; without it, the browser writes the shown columns. */
  csvHref?: string
  /** What to do if nothing matches the filters; `children` is shown if the list is empty. */
  noMatches?: ReactNode
}

export function ListPage<Row, Values extends object>(props: ListPageProps<Row, Values>) {
  const { tableId, noun = tableId, columns, query, values, onFilter, opened } = props
  const isFiltered = props.isFiltered ?? Object.values(values).some((value) => value !== null && value !== "")
  return (
    <>
      <PageHeader
        title={props.title}
        crumbs={props.crumbs}
        pickers={props.pickers}
        folded
        isStatic={props.isStatic}
        actions={
          <>
            <SavedViews tableId={tableId} columns={columns} openedParameter={opened?.parameter} />
            <ColumnChoice tableId={tableId} columns={columns} />
            {props.csvHref === undefined ? (
              <CsvButton tableId={tableId} columns={columns} query={query} />
            ) : (
              <CsvLink href={props.csvHref} disabled={rowsOf(query).length === 0} />
            )}
            {props.actions}
          </>
        }
      />
      <PageBody fill>
        {props.details}
        <Filters
          values={values}
          onChange={onFilter}
          filters={props.filters}
          active={props.active}
          phone={
            <>
              {props.pickers}
              {props.sort && props.onSort && (
                <SortPicker columns={columns} sort={props.sort} onSort={props.onSort} />
              )}
            </>
          }
        >
          {props.moreControls}
        </Filters>
        {props.notes}
        <QueryTable
          tableId={tableId}
          label={props.label}
          columns={columns}
          pinned={props.pinned}
          rowKey={props.rowKey}
          rowHref={props.rowHref}
          onOpenRow={opened?.open}
          selectedKey={opened?.drawer.id}
          sort={props.sort}
          onSort={props.onSort}
          query={query}
          failure={`Could not load ${noun}`}
          className="shrink"
        >
          {isFiltered ? (
            <EmptyState
              title={`No matching ${noun}`}
              actions={<Button onClick={() => onFilter(null)}>Clear filters</Button>}
            >
              {props.noMatches ?? "Remove a filter to see more."}
            </EmptyState>
          ) : (
            props.children
          )}
        </QueryTable>
      </PageBody>
    </>
  )
}

type FilteredList<P extends Parsers, R extends Route> = ReturnType<typeof filteredList<P, R>>
type Parsers = Parameters<typeof filteredList>[2]

/** The rows of a list, and its filters in the URL, as a ListPage takes them. */
export function useList<P extends Parsers, R extends Route>(
  list: FilteredList<P, R>,
  refetchInterval: number | false = false,
) {
  const [values, setValues] = useQueryStates(list.parsers, { throttleMs: 250 })
  const query = useInfiniteQuery({
    ...list.query(values as inferParserType<P>),
    placeholderData: keepPreviousData,
    refetchInterval,
  })
  return { query, values, onFilter: (change: Parameters<typeof setValues>[0]) => void setValues(change) }
}

export interface ListDrawerProps<Row> {
  /** Null: closed. */
  id: string | null
  known?: Row
  onClose: () => void
  onNext?: () => void
  onPrevious?: () => void
}

interface OpenedRow<Row> {
  parameter: string
  open: (row: Row) => void
  drawer: ListDrawerProps<Row>
}

/** The row that is open in a drawer next to its list, stored in a URL parameter. */
export function useOpenedRow<Row>(
  parameter: string,
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
): OpenedRow<Row> {
  const [id, open] = useQueryState(parameter, parseAsString)
  const index = id === null ? -1 : rows.findIndex((row) => keyOf(row) === id)
  const neighbor = (step: number) => {
    const target = index < 0 ? undefined : rows[index + step]
    return target && (() => void open(keyOf(target)))
  }
  return {
    parameter,
    open: (row: Row) => void open(keyOf(row), { history: "push" }),
    drawer: {
      id,
      known: rows[index],
      onClose: () => void open(null, { history: "replace" }),
      onNext: neighbor(1),
      onPrevious: neighbor(-1),
    },
  }
}
