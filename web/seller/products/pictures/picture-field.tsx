import { Box, Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { ask } from '../../../http/ask.ts'
import { Cover } from '../../../ui/cover.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import { NoPicture, scalePicture } from './scale-picture.ts'

const said = sellerTexts.picture

export interface PictureFieldProps {
  /** What it is a picture of, where there are several on a page. */
  label?: string
  /** For the cover while there is no picture. */
  shopId: number
  category: string | null
  image: string | null
  onChange: (image: string | null) => void
}

/** A product's picture: taken, chosen or dropped, scaled in the browser, and uploaded at once. */
export function PictureField({ label, shopId, category, image, onChange }: PictureFieldProps) {
  const resetFile = useRef<() => void>(null)
  const [state, setState] = useState<'idle' | 'sending' | 'no picture' | 'no answer'>('idle')
  /** Incremented by each choice, so that only the latest upload counts. */
  const latest = useRef(0)
  useEffect(
    () => () => {
      latest.current += 1
    },
    [],
  )
  const take = async (chosen: File | null | undefined) => {
    if (!chosen) return
    // Otherwise choosing the same file again would not trigger a change.
    resetFile.current?.()
    const own = ++latest.current
    setState('sending')
    const kept = await keep(chosen)
    if (latest.current !== own) return
    if (typeof kept === 'string') return setState(kept)
    setState('idle')
    onChange(kept.hash)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    void take(event.dataTransfer.files[0])
  }
  const remove = () => {
    latest.current += 1
    setState('idle')
    onChange(null)
  }
  return (
    <Group onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <Box w="8rem" bdrs="md" style={{ overflow: 'hidden' }}>
        <Cover product={{ image, shopId, category }} />
      </Box>
      <Stack gap="var(--space-4)" align="flex-start">
        <Text span size="sm" fw={600}>
          {label ?? said.label}
        </Text>
        <FileButton resetRef={resetFile} accept="image/*" onChange={(file) => void take(file)}>
          {(props) => (
            <Button
              {...props}
              size="sm"
              variant="outline"
              leftSection={<Icon name="camera" size={16} />}
              aria-label={label && `${image ? said.another : said.choose}: ${label}`}
            >
              {image ? said.another : said.choose}
            </Button>
          )}
        </FileButton>
        {image && (
          <Button
            size="sm"
            variant="subtle"
            aria-label={label && `${said.remove}: ${label}`}
            onClick={remove}
          >
            {said.remove}
          </Button>
        )}
        <Text span role="status" c="var(--bad)">
          {state === 'sending' && said.sending}
          {state === 'no picture' && said.noPicture}
          {state === 'no answer' && said.noAnswer}
        </Text>
      </Stack>
    </Group>
  )
}

async function keep(file: File): Promise<{ hash: string } | 'no picture' | 'no answer'> {
  try {
    const answer = await ask<{ hash: string }>('POST', '/api/images', await scalePicture(file))
    if (answer.kind === 'ok') return answer.reply
    return answer.kind === 'refused' && answer.refusal.code === 'invalid' ? 'no picture' : 'no answer'
  } catch (error) {
    if (error instanceof NoPicture) return 'no picture'
    throw error
  }
}
