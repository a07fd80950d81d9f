Console.WriteLine("ota");
