import { DeskApp } from "./app";

const root = document.getElementById("app");
const siteUrl = document.querySelector<HTMLMetaElement>('meta[name="site-url"]')?.content;
if (root === null || siteUrl === undefined) throw new Error("index.html lacks #app or its site-url");

const socketUrl = `${location.origin.replace(/^http/, "ws")}/desk/api/socket`;
void new DeskApp(root, socketUrl, siteUrl).start();
