"use client"

import clsx from "clsx"
import { useState } from "react"
import { TextField } from "@/components/ui/text-field"
import { formatQuantity } from "@/lib/platform/format"
import type { Operation } from "@/lib/web/http/openapi-reference"

interface ContentsProps {
  groups: readonly {
    name: string
    operations: readonly Pick<Operation, "id" | "method" | "path" | "summary">[]
  }[]
  schemas: readonly string[]
}

/** The searchable table of contents. On narrow screens it lists only search results. */
export function Contents({ groups, schemas }: ContentsProps) {
  const [query, setQuery] = useState("")
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const matches = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const matching = groups
    .map(({ name, operations }) => ({
      name,
      operations: operations.filter((operation) =>
        matches(`${name} ${operation.method} ${operation.path} ${operation.summary}`),
      ),
    }))
    .filter(({ operations }) => operations.length > 0)
  const foundSchemas = words.length === 0 ? [] : schemas.filter(matches)
  const count = matching.reduce((sum, { operations }) => sum + operations.length, foundSchemas.length)
  return (
    <nav
      aria-label="Contents"
      className="shrink-0 pt-4 lg:sticky lg:top-0 lg:max-h-dvh lg:w-60 lg:overflow-y-auto lg:py-8"
    >
      <TextField
        type="search"
        aria-label="Search operations and schemas"
        placeholder="Search operations and schemas…"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <p role="status" className={clsx("px-2 py-1 text-xs text-muted", words.length === 0 && "sr-only")}>
        {words.length === 0 ? "" : count === 0 ? "No matches" : formatQuantity(count, "match", "matches")}
      </p>
      <div className={clsx("pt-3", words.length === 0 && "max-lg:hidden")}>
        {matching.map(({ name, operations }) => (
          <div key={name} className="mb-5">
            <p className="px-2 pb-1 text-xs font-medium capitalize">{name}</p>
            <Links
              links={operations.map(({ id, method, path, summary }) => ({
                id,
                text: summary,
                title: `${method} ${path}`,
              }))}
            />
          </div>
        ))}
        {words.length === 0 && (
          <a href="#schemas" className="block rounded-sm px-2 text-xs font-medium">
            Schemas
          </a>
        )}
        {foundSchemas.length > 0 && (
          <>
            <p className="px-2 pb-1 text-xs font-medium">Schemas</p>
            <Links links={foundSchemas.map((name) => ({ id: `schema-${name}`, text: name }))} />
          </>
        )}
      </div>
    </nav>
  )
}

function Links({ links }: { links: readonly { id: string; text: string; title?: string }[] }) {
  return (
    <ul>
      {links.map(({ id, text, title }) => (
        <li key={id}>
          <a
            href={`#${id}`}
            title={title}
            className="block truncate rounded-sm px-2 py-1 text-xs text-muted hover:bg-raised hover:text-text"
          >
            {text}
          </a>
        </li>
      ))}
    </ul>
  )
}
