import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { isBlank } from '../../../shared/blank.ts'
import { ask } from '../../http/ask.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'

const said = sellerTexts.shops

export type WantedLink = { kind: 'invite' } | { kind: 'reset'; email: string }

export interface LinkSheetProps {
  wanted: WantedLink | null
  onClose: () => void
}

/** Creates a link that works once, and shows it once to be copied. */
export const LinkSheet = ({ wanted, onClose }: LinkSheetProps) => (
  <Sheet
    opened={wanted !== null}
    onClose={onClose}
    title={wanted?.kind === 'reset' ? said.resetTitle : said.inviteTitle}
  >
    {wanted && <LinkForm wanted={wanted} onClose={onClose} />}
  </Sheet>
)

function LinkForm({ wanted, onClose }: { wanted: WantedLink; onClose: () => void }) {
  const [email, setEmail] = useState(wanted.kind === 'reset' ? wanted.email : '')
  const [shopName, setShopName] = useState('')
  const [link, setLink] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const make = async (event: FormEvent) => {
    event.preventDefault()
    setTrouble(null)
    const isReset = wanted.kind === 'reset'
    const body = {
      ...(email.trim() ? { email } : {}),
      ...(!isReset && !isBlank(shopName) ? { shopName } : {}),
    }
    const answer = await ask<{ url: string }>('POST', isReset ? '/api/resets' : '/api/invites', body)
    if (answer.kind === 'ok') setLink(new URL(answer.reply.url, window.location.origin).href)
    else setTrouble(answer.kind === 'refused' ? sellerTexts.refusal(answer.refusal) : said.noAnswer)
  }
  if (link) return <MadeLink link={link} onClose={onClose} />
  return (
    <form onSubmit={(event) => void make(event)} noValidate>
      <Stack>
        <p>{wanted.kind === 'reset' ? said.resetHelp : said.inviteHelp}</p>
        <TextInput
          label={wanted.kind === 'reset' ? said.email : `${said.email} (${sellerTexts.optional})`}
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-autofocus
        />
        {wanted.kind === 'invite' && (
          <TextInput
            label={`${said.shopName} (${sellerTexts.optional})`}
            autoComplete="off"
            value={shopName}
            onChange={(event) => setShopName(event.currentTarget.value)}
          />
        )}
        {trouble && <p role="alert">{trouble}</p>}
        <Button type="submit">{said.makeLink}</Button>
      </Stack>
    </form>
  )
}

function MadeLink({ link, onClose }: { link: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    // Plain HTTP has no clipboard; the link is selected, to be copied by hand.
    await navigator.clipboard?.writeText(link)
    setCopied(Boolean(navigator.clipboard))
  }
  return (
    <Stack>
      <TextInput
        label={said.link}
        description={said.linkHelp}
        value={link}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        data-autofocus
      />
      <Group gap="xs">
        <Button onClick={() => void copy()}>{copied ? said.copied : said.copy}</Button>
        <Button variant="outline" onClick={onClose}>
          {sellerTexts.done}
        </Button>
      </Group>
    </Stack>
  )
}
