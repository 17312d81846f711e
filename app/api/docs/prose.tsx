/** A paragraph that renders text between backticks as code. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return <p className={className}>{withCode(text)}</p>
}

export function withCode(text: string) {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text are never reordered
      <code key={index} className="font-mono text-xs text-text">
        {part}
      </code>
    ) : (
      part
    ),
  )
}
