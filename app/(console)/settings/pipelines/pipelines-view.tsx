"use client"

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs"
import { lazy, type ReactNode, useState } from "react"
import { fillTemplate } from "@/components/console/pipelines/fill-template"
import {
  type MappedEvent,
  type PipelineTemplates,
  pipelineSystems,
  systemNames,
} from "@/components/console/pipelines/pipeline-systems"
import { TestDeployment } from "@/components/console/pipelines/test-deployment"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { StatusLabel } from "@/components/ledger/deployments/status-badge"
import { ButtonLink } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { CodeBlock } from "@/components/ui/copy"
import { NewButton } from "@/components/ui/dialog-button"
import { Link } from "@/components/ui/link"
import { Tabs } from "@/components/ui/tabs"
import { Select, TextField } from "@/components/ui/text-field"
import { useOrigin } from "@/components/ui/use-client-value"
import { pages } from "@/lib/platform/paths"

const CreateTokenDialog = lazy(() => import("@/components/admin/tokens/create-token-dialog"))

const choices = {
  system: parseAsStringLiteral(systemNames).withDefault("github"),
  application: parseAsString,
  environment: parseAsString,
}

interface PipelinesViewProps {
  templates: PipelineTemplates
  /** The configured address; null: the one in the address bar. */
  url: string | null
  environments: readonly string[]
  /** The default environment. */
  preferred: string
  rights: ViewerRights
}

export function PipelinesView({ templates, url, environments, preferred, rights }: PipelinesViewProps) {
  const [{ system, application, environment: chosen }, choose] = useQueryStates(choices)
  const [token, setToken] = useState<string | null>(null)
  const origin = useOrigin()
  const environment = environments.find((name) => name === chosen) ?? preferred
  const values = { url: url ?? origin, application: application ?? "", environment }
  const { secret, rows, isSigned } = pipelineSystems[system]

  const steps = (files: PipelineTemplates[typeof system]) => (
    <ol className="flex flex-col gap-6">
      <Step number={1} title={isSigned ? "Store the secret" : "Store a token"}>
        <p className="text-sm text-muted">{secret.text}</p>
        {isSigned ? (
          rights.admin && (
            <ButtonLink href={pages.eventSources()} className="self-start">
              Event sources
            </ButtonLink>
          )
        ) : rights.admin ? (
          <div className="flex flex-wrap items-center gap-3">
            <NewButton
              dialog={(state) => (
                <CreateTokenDialog
                  {...state}
                  environments={environments}
                  suggested={{ name: [application, environment].filter(Boolean).join(" "), environment }}
                  onCreated={setToken}
                />
              )}
            >
              New token
            </NewButton>
            <p className="text-xs text-muted">
              {token === null
                ? "The commands below are then filled with it."
                : "The commands below contain the new token until you leave this page."}
            </p>
          </div>
        ) : (
          <p className="text-sm">Ask an admin for a token with the scope deployments:write.</p>
        )}
        <CodeBlock
          code={secret.command(token ?? "slw_…")}
          label={isSigned ? "command that stores the secret" : "command that stores the token"}
        />
      </Step>
      <Step number={2} title={files.length > 1 ? "Copy the templates" : "Copy the template"}>
        {files.map(({ name, text }) => (
          <div key={name} className="flex min-w-0 flex-col gap-1.5">
            <h3 className="font-mono text-xs text-muted">{name}</h3>
            <CodeBlock code={fillTemplate(text, values)} label={name} />
          </div>
        ))}
      </Step>
      <Step number={3} title="Run the pipeline">
        <p className="text-sm text-muted">
          The deployment appears on the <Link href={pages.overview()}>Overview</Link> while it runs, and stays
          in the <Link href={pages.history({ application, environment })}>History</Link>. If it does not, the
          last line of the step shows why
          {rights.admin && (
            <>
              , and <Link href={pages.requests()}>Requests</Link> too
            </>
          )}
          .
        </p>
      </Step>
    </ol>
  )

  return (
    <>
      <PageHeader
        title="Pipelines"
        isStatic
        actions={
          rights.admin && (
            <>
              <ButtonLink href={pages.eventSources()}>Event sources</ButtonLink>
              <ButtonLink href={pages.requests()}>Requests</ButtonLink>
            </>
          )
        }
      />
      <PageBody>
        <div className="flex max-w-3xl flex-col gap-4">
          <p className="text-sm text-muted">
            A pipeline records what it deploys: when a deployment starts, and how it ends. The templates use
            the command line that this server provides. It detects commit, branch, run and attempt.
            {rights.admin && (
              <>
                {" "}
                GitHub and GitLab can instead send the deployments that they know themselves, without a step
                in the pipeline: create an <Link href={pages.eventSources()}>event source</Link>.
              </>
            )}
          </p>
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              label="Application"
              hint="The name shown in Slipway."
              value={application ?? ""}
              placeholder="shop"
              maxLength={128}
              onChange={({ target }) => void choose({ application: plainName(target.value) || null })}
            />
            <Select
              label="Environment"
              hint="The environment that the pipeline deploys to."
              value={environment}
              options={environments}
              onChange={({ target }) => void choose({ environment: target.value })}
            />
          </div>
        </div>
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
          <Tabs
            label="CI system"
            value={system}
            onValueChange={(next) => void choose({ system: next })}
            tabs={systemNames.map((name) => ({
              value: name,
              label: pipelineSystems[name].label,
              content: name === system ? steps(templates[name]) : null,
            }))}
          />
          <div className="flex min-w-0 flex-col gap-6">
            <Card title="Test deployment" description="Sends one to this server and shows what was recorded.">
              <TestDeployment environment={environment} token={token} rights={rights} />
            </Card>
            <Card title="What is recorded" description={`From ${pipelineSystems[system].label}`} flush>
              <RunMapping rows={rows} />
            </Card>
          </div>
        </div>
      </PageBody>
    </>
  )
}

/** Removes what the name of an application cannot contain. */
function plainName(text: string): string {
  return text.replace(/[^A-Za-z0-9._/-]/g, "").replace(/^[._/-]+/, "")
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden="true"
        className="flex size-5 items-center justify-center rounded-full border border-line-strong text-xs text-muted tabular-nums"
      >
        {number}
      </span>
      <div className="flex min-w-0 flex-col gap-3">
        <h2 className="text-sm font-medium">{title}</h2>
        {children}
      </div>
    </li>
  )
}

function RunMapping({ rows }: { rows: readonly MappedEvent[] }) {
  return (
    <dl className="divide-y divide-line text-sm">
      {rows.map(({ event, status, record }) => (
        <div key={event} className="grid gap-x-4 px-4 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="font-medium">{event}</dt>
          <dd className="flex flex-col text-muted">
            {status && (
              <span className="text-text">
                <StatusLabel status={status} />
              </span>
            )}
            {record}
          </dd>
        </div>
      ))}
    </dl>
  )
}
