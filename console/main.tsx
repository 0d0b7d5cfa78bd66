// Where the console begins: language, appearance, pages.
import { MantineProvider } from "@mantine/core";
import "@mantine/core/styles.css";
import { Notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { makeRouter } from "./routes.tsx";
import { theme } from "./ui/theme.ts";
import { firstLanguage, keepLanguage, LanguageContext } from "./words/catalogue.ts";
import "./ui/base.css";

const router = makeRouter();

function Console() {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (one: typeof language) => {
    keepLanguage(one);
    setLanguage(one);
  };
  return (
    <LanguageContext value={{ language, choose }}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Notifications position="bottom-right" limit={4} />
        <RouterProvider router={router} />
      </MantineProvider>
    </LanguageContext>
  );
}

createRoot(document.querySelector("#root")!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
