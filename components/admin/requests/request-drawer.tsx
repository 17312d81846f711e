import { useQuery } from "@tanstack/react-query"
import { Send } from "lucide-react"
import { useState } from "react"
import { subjectPages } from "@/components/admin/audit/audit-columns"
import { nextStep, outcomeSentence, recordedHints } from "@/components/admin/requests/explain-request"
import { senderName, subjectOf } from "@/components/admin/requests/request-columns"
import { requestOutcomeStyles } from "@/components/admin/requests/request-outcome"
import { requestQuery } from "@/components/admin/requests/request-query"
import type { ListDrawerProps } from "@/components/layout/list-page"
import { toneText } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Chip, CodeBlock } from "@/components/ui/copy"
import { DetailList } from "@/components/ui/detail-list"
import { FormDialog } from "@/components/ui/form-dialog"
import { Link } from "@/components/ui/link"
import { DrawerSection, RecordDrawer } from "@/components/ui/record-drawer"
import { StatusBadge } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { TextArea } from "@/components/ui/text-field"
import { Time } from "@/components/ui/time"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"
import { api, pages } from "@/lib/platform/paths"
import { splitFault } from "@/lib/platform/pointer"
import { queryKeys } from "@/lib/web/client/query-keys"

export default function RequestDrawer({ known, ...drawer }: ListDrawerProps<ReceivedRequest>) {
  const { id } = drawer
  const read = useQuery({ ...requestQuery(id ?? ""), enabled: id !== null, initialData: known })
  return (
    <RecordDrawer
      {...drawer}
      read={read}
      noun="request"
      title={(request) => (
        <>
          <span className="truncate">{subjectOf(request)}</span>
          <StatusBadge style={requestOutcomeStyles[request.outcome]} />
        </>
      )}
      description={(request) => `by ${senderName(request) ?? "an unknown sender"}`}
      footer={(request) => request.replayable !== null && <ReplayDialog request={request} />}
      failureHint="Requests are deleted after the retention period; the records they created are kept."
    >
      {(request) => (
        <>
          <ResponseSection request={request} />
          <SentFields request={request} />
          <Facts request={request} />
        </>
      )}
    </RecordDrawer>
  )
}

function ResponseSection({ request }: { request: ReceivedRequest }) {
  const { errors, record, operationId, replayed } = request
  const step = nextStep(request)
  const hints = recordedHints(request, new Date())
  const sentence = outcomeSentence(request)
  const others = errors.filter(({ message, line }) => line !== undefined || !sentence.includes(message))
  return (
    <DrawerSection title="Response">
      <div className="flex flex-col gap-2 text-sm">
        <p>{sentence}</p>
        {others.length > 0 && (
          <ul className="flex flex-col gap-1 rounded-md border border-line bg-surface px-3 py-2 text-xs">
            {others.map(({ pointer, message, line }) => {
              const [field, fault] = splitFault(pointer, message)
              return (
                <li key={`${line} ${pointer} ${message}`}>
                  {line !== undefined && <span className="text-muted">Line {line} </span>}
                  <code className="font-mono">{field}</code>
                  <span className="text-muted">{fault}</span>
                </li>
              )
            })}
          </ul>
        )}
        {hints.map((hint) => (
          <p key={hint}>{hint}</p>
        ))}
        {step && replayed === null && (
          <p>
            <span className="font-medium">What to do: </span>
            {step.text} {step.link && <Link href={step.link.href}>{step.link.label}</Link>}
          </p>
        )}
        {replayed !== null && (
          <p>
            {replayed.by} replayed it <Time at={replayed.at} focusable />:{" "}
            <Link href={pages.deployment(replayed.deploymentId)}>the recorded deployment</Link>
          </p>
        )}
        {record !== null && <RecordLink record={record} />}
        {operationId !== null && <p className="text-muted">Operation {operationId}</p>}
      </div>
    </DrawerSection>
  )
}

function RecordLink({ record: { type, id } }: { record: NonNullable<ReceivedRequest["record"]> }) {
  const page = subjectPages[type]
  if (page === undefined) return <p className="text-muted">{`${type} ${id}`}</p>
  return (
    <p>
      <Link href={page(id)}>Open the {type}</Link>
    </p>
  )
}

function SentFields({ request: { sent, omitted } }: { request: ReceivedRequest }) {
  const isEmpty = Object.keys(sent).length === 0
  return (
    <DrawerSection title="Sent">
      {isEmpty ? (
        <p className="text-sm text-muted">No fields were kept.</p>
      ) : (
        <CodeBlock code={JSON.stringify(sent, null, 2)} label="sent fields" />
      )}
      {omitted.length > 0 && (
        <p className="mt-1.5 text-xs text-muted">
          Not kept, or only in part: <span className="font-mono">{omitted.join(", ")}</span>
        </p>
      )}
    </DrawerSection>
  )
}

function Facts({ request }: { request: ReceivedRequest }) {
  const { at, token, eventSource, address, method, path, status, code, durationMs, requestId } = request
  return (
    <DrawerSection title="Request">
      <DetailList
        details={[
          { label: "Time", value: <Time at={at} exact focusable /> },
          {
            label: "Token",
            value: token && <Link href={pages.tokens({ q: token.name })}>{token.name}</Link>,
          },
          {
            label: "Event source",
            value: eventSource && <Link href={pages.eventSources()}>{eventSource.name}</Link>,
          },
          { label: "IP address", value: address },
          { label: "Request", value: <code className="font-mono text-xs">{`${method} ${path}`}</code> },
          { label: "Status", value: code === null ? status : `${status}, ${code}` },
          { label: "Duration", value: `${durationMs} ms` },
          { label: "Request ID", value: <Chip value={requestId} label="request id" /> },
        ]}
      />
    </DrawerSection>
  )
}

/** Replays a rejected deployment with corrections, as JSON with the fields of the API. */
function ReplayDialog({ request }: { request: ReceivedRequest }) {
  const [mistake, setMistake] = useState<string>()
  const replay = useApiMutation("POST", api("/ingest/log/{id}/replay", request.id), {
    toast: ({ application, environment }) => `Deployment of ${application} in ${environment} recorded`,
    invalidates: [queryKeys.requests, queryKeys.history, queryKeys.timeline, queryKeys.insights],
  })
  function read(form: FormData) {
    const text = String(form.get("body"))
    const problem = problemOf(text)
    setMistake(problem)
    return problem === undefined ? JSON.parse(text) : null
  }
  const { omitted, recordedSince } = request
  return (
    <FormDialog
      width="lg"
      trigger={
        <Button variant="primary" icon={<Send size={14} />}>
          Replay…
        </Button>
      }
      title="Replay this request"
      description="Records the deployment as you, for the pipeline that sent it, which can still complete it. The original request is named in the audit log."
      submit="Replay"
      action={replay}
      read={read}
    >
      <p className="text-sm">
        <span className="text-muted">Rejected because: </span>
        {outcomeSentence(request)}
      </p>
      {recordedSince !== null && (
        <p role="note" className="flex items-start gap-2 text-sm">
          <StatusGlyph shape="triangle" className={toneText.pending} />
          <span>
            It may already be recorded:{" "}
            <Link href={pages.deployment(recordedSince.deploymentId)}>a deployment</Link> like it was,{" "}
            <Time at={recordedSince.at} />. Replaying may record it twice.
          </span>
        </p>
      )}
      <TextArea
        label="Deployment"
        hint={
          omitted.length === 0
            ? "Fields of the API, as JSON. deployedAt is the time the request arrived, unless the pipeline sent it."
            : `Omitted, because not kept or kept only in part: ${omitted.join(", ")}.`
        }
        error={mistake}
        name="body"
        mono
        rows={12}
        spellCheck={false}
        defaultValue={JSON.stringify(request.replayable, null, 2)}
      />
    </FormDialog>
  )
}

function problemOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? undefined
      : "Enter an object: { … }."
  } catch (error) {
    return `Not valid JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}
