import { Button } from '@mantine/core'
import { useState } from 'react'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { copyText } from '../orders/copy-text.ts'
import { canShare, share } from '../share.ts'

/** Shares this page's address; copies it where the browser cannot share. */
export function ShareProduct({ name }: { name: string }) {
  const words = orderTexts.order
  const [isCopied, setCopied] = useState(false)
  const press = async () => {
    const address = window.location.origin + window.location.pathname
    if (canShare) return share(address, name)
    const done = await copyText(address)
    setCopied(done)
    if (done) announce(words.copied)
  }
  return (
    <Button
      variant="subtle"
      w="fit-content"
      leftSection={<Icon name={isCopied ? 'check' : canShare ? 'share' : 'copy'} />}
      onClick={() => void press()}
    >
      {isCopied ? words.copied : canShare ? words.share : words.copy}
    </Button>
  )
}
