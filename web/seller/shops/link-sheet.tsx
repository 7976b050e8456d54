import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { isBlank } from '../../../shared/blank.ts'
import { useAsking } from '../../account/use-asking.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { sellerRefusal } from '../shell/refusal-text.ts'

const said = sellerTexts.shops
const copiedMs = 60_000

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
  const { trouble, post, clear } = useAsking((refusal) =>
    refusal.code === 'not_found' ? said.resetNobody : sellerRefusal(refusal),
  )
  const isReset = wanted.kind === 'reset'
  const make = async (event: FormEvent) => {
    event.preventDefault()
    const body = { ...(email.trim() ? { email } : {}), ...(isBlank(shopName) ? {} : { shopName }) }
    const made = await post<{ url: string }>(isReset ? '/api/resets' : '/api/invites', body)
    if (made) setLink(new URL(made.url, window.location.origin).href)
  }
  if (link) return <MadeLink link={link} onClose={onClose} />
  return (
    <form onSubmit={(event) => void make(event)} onInput={clear} noValidate>
      <Stack>
        <p>{isReset ? said.resetHelp : said.inviteHelp}</p>
        <TextInput
          label={isReset ? said.resetEmail : `${said.email} (${sellerTexts.optional})`}
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-autofocus
        />
        {!isReset && (
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

export function MadeLink({ link, onClose }: { link: string; onClose: () => void }) {
  // Plain HTTP has no clipboard; the link is selected, to be copied by hand.
  const { copied, copy } = useClipboard({ timeout: copiedMs })
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
        <Button onClick={() => copy(link)}>{copied ? said.copied : said.copy}</Button>
        <Button variant="outline" onClick={onClose}>
          {sellerTexts.done}
        </Button>
      </Group>
    </Stack>
  )
}
