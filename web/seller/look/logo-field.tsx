import { Button, FileButton, Group, Input, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { scaleLogo } from './icons.ts'
import styles from './look.module.css'
import type { LookDraft } from './save-look.ts'

export interface LogoFieldProps {
  logo: LookDraft['logo']
  onChange: (logo: LookDraft['logo']) => void
}

/** The market's logo, chosen and scaled here; it is uploaded with the rest. */
export function LogoField({ logo, onChange }: LogoFieldProps) {
  const said = sellerTexts.look
  const [isWrong, setWrong] = useState(false)
  const take = async (file: File | null) => {
    if (!file) return
    try {
      onChange({ blob: await scaleLogo(file) })
      setWrong(false)
    } catch {
      setWrong(true)
    }
  }
  return (
    <Input.Wrapper label={said.logo} description={said.logoHelp} labelElement="div">
      <Group mt="xs">
        <Preview logo={logo} />
        <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} size="sm" variant="outline" leftSection={<Icon name="camera" size={16} />}>
              {logo ? said.anotherLogo : said.chooseLogo}
            </Button>
          )}
        </FileButton>
        {logo && (
          <Button size="sm" variant="subtle" onClick={() => onChange(null)}>
            {said.removeLogo}
          </Button>
        )}
      </Group>
      <Text role="status" c="var(--bad)">
        {isWrong && said.noPicture}
      </Text>
    </Input.Wrapper>
  )
}

function Preview({ logo }: Pick<LogoFieldProps, 'logo'>) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!logo) return setAddress(null)
    if ('hash' in logo) return setAddress(`/images/${logo.hash}`)
    const made = URL.createObjectURL(logo.blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [logo])
  return address && <img className={styles.logo} src={address} alt={sellerTexts.look.logo} />
}
