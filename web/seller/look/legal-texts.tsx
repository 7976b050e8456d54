import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import {
  type BrandReport,
  brandLimits,
  type LegalPage,
  legalPages,
} from '../../../shared/protocol/brand-messages.ts'
import { ask } from '../../http/ask.ts'
import { announce } from '../../ui/announcements.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { texts } from '../../ui/texts.ts'
import { sellerRefusal } from '../shell/refusal-text.ts'

/** The legal pages, each saved by itself. */
export const LegalTexts = ({ report }: { report: BrandReport }) => (
  <Stack component="section" gap="lg">
    <div>
      <h2>{sellerTexts.look.legal}</h2>
      <Text c="dimmed">{sellerTexts.look.legalHelp}</Text>
    </div>
    {legalPages.map((page) => (
      <LegalField key={page} page={page} saved={report.legal[page]} />
    ))}
  </Stack>
)

function LegalField({ page, saved: first }: { page: LegalPage; saved: string }) {
  const said = sellerTexts.look
  const title = texts.legal[page]
  const [saved, setSaved] = useState(first)
  const [text, setText] = useState(first)
  const [state, setState] = useState<'idle' | 'saving' | 'saved' | { failed: string }>('idle')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setState('saving')
    const answer = await ask<BrandReport>('POST', `/api/legal/${page}`, { text })
    if (answer.kind !== 'ok')
      return setState({ failed: answer.kind === 'refused' ? sellerRefusal(answer.refusal) : said.failed })
    const kept = answer.reply.legal[page]
    setSaved(kept)
    setText(kept)
    setState('saved')
    announce(said.legalSaved(title))
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="xs">
        <Textarea
          label={title}
          autosize
          minRows={4}
          maxRows={18}
          maxLength={brandLimits.legalCodePointsMax}
          value={text}
          onChange={({ currentTarget: { value } }) => {
            setText(value)
            setState('idle')
          }}
        />
        {typeof state === 'object' && (
          <Text role="alert" c="var(--bad)">
            {state.failed}
          </Text>
        )}
        <Group>
          <Button
            type="submit"
            size="sm"
            variant="outline"
            loading={state === 'saving'}
            aria-label={said.legalSave(title)}
          >
            {sellerTexts.save}
          </Button>
          {saved !== '' && (
            <a href={`/legal/${page}`} aria-label={`${said.view}: ${title}`}>
              {said.view}
            </a>
          )}
          {state === 'saved' && <StatusLabel tone="ok">{said.legalSaved(title)}</StatusLabel>}
        </Group>
      </Stack>
    </form>
  )
}
